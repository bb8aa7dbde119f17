"""`tipstaff --version`: at most 0.2 s, beside an interpreter that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measure import alternate

tipstaff = str(Path(sys.executable).with_name("tipstaff"))
ours, floor = alternate([[tipstaff, "--version"], [sys.executable, "-c", "pass"]], runs=9)
print(f"tipstaff --version  {ours.wall:.3f} s   (bar 0.2 s; python -c pass {floor.wall:.3f} s)")
