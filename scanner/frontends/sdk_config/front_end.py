"""Recognise a configuration of the SageMaker Python SDK, which makes nothing by itself.

What reads the code that leaves things out calls `defaults_for(script)` of `scanner.frontends.sdk_config.defaults`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.frontends.reading import Reading

if TYPE_CHECKING:
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions


def read(document: Document, options: CodeOptions) -> Reading:  # noqa: ARG001 - others look at them
    """Read nothing, but have a configuration that cannot be parsed be told."""
    return Reading()
