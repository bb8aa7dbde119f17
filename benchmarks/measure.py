"""Run commands side by side and take medians: machines are shared and noisy."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Bytecode is kept from run to run, as it is where packages are installed."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians of several runs, in seconds."""

    wall: float
    cpu: float


def alternate(commands: Sequence[Sequence[str]], *, runs: int, codes: Sequence[int] = (0,)) -> list[Figures]:
    """Run commands in turn, A B A B …, after one warm-up each, and give each one's medians."""
    samples: list[list[tuple[float, float]]] = [[] for _ in commands]
    for number in range(runs + 1):
        for index, command in enumerate(commands):
            sample = _run(command, codes)
            if number:
                samples[index].append(sample)
    return [
        Figures(statistics.median(wall for wall, _ in taken), statistics.median(cpu for _, cpu in taken))
        for taken in samples
    ]


def _run(command: Sequence[str], codes: Sequence[int]) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=_ENVIRONMENT)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        raise RuntimeError(f"{command} exited {done.returncode}: {done.stderr.decode()[-2000:]}")
    return wall, (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def peak_memory() -> float:
    """Give the most memory that this process has held, in MB; what it was forked from does not count."""
    return memory_of(os.getpid())


def memory_of(process: int) -> float:
    """Give the most memory that a process has held, in MB, or nothing when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
