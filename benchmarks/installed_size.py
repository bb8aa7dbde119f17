"""The installed size of the core: at most 150 MB, in an environment of its own, without pip itself."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def size_of(directory: Path) -> int:
    """Add up the bytes of all files."""
    return sum(file.lstat().st_size for file in directory.rglob("*") if not file.is_dir())


with tempfile.TemporaryDirectory() as made:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", made], check=True)
    (packages,) = Path(made).glob("lib/python3*/site-packages")
    pip = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "install", "--target", str(packages)]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements/core.txt")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(ROOT)], check=True)
    total = size_of(packages) / 1e6
    largest = sorted(
        ((size_of(entry) if entry.is_dir() else entry.stat().st_size) / 1e6, entry.name) for entry in packages.iterdir()
    )
    print(f"installed core  {total:.0f} MB   (bar 150 MB)")
    print("largest  " + ", ".join(f"{name} {megabytes:.0f} MB" for megabytes, name in reversed(largest[-5:])))
