"""Read manifests as if they stood in the working directory."""

from __future__ import annotations

from tests.frontends.cloudformation.conftest import read  # noqa: F401 - pytest finds it here
