"""Tell texts apart, to know what was made of which."""

from __future__ import annotations

from hashlib import sha256


def digest(text: str) -> str:
    """Tell a text from all others."""
    return sha256(text.encode()).hexdigest()[:16]
