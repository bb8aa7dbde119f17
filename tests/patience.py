"""Tell what comes to an end from what blows up, on any machine and whatever else runs there."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 100
"""Seconds: many times what the slowest machine takes, and nothing to what grows with the square of its input."""
