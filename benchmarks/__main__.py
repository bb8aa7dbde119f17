"""Print every benchmark figure beside its peer or its floor: `make bench`."""

from __future__ import annotations

import runpy

BENCHMARKS = (
    "startup",
    "installed_size",
    "calls",
    "throttling",
    "search_pages",
    "clients",
    "evaluation",
    "scale",
    "code",
    "code_scale",
    "code_tree",
    "code_python",
)

for name in BENCHMARKS:
    print(f"\n== {name}", flush=True)
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")
