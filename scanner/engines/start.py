"""Choose the engines for a set of policies: one for shipped Rego, one for the user's, one for Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.engines.combined import Engines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.engines.interface import Engine
    from scanner.model import Policy
    from scanner.paths import Document


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Which engine judges Rego, and how to reach an OPA server."""

    kind: str = "embedded"
    opa_url: str = ""
    opa_token: str = ""
    opa_ca_file: str = ""
    timeout: float = 30.0


def start_engine(
    options: EngineOptions,
    policies: Sequence[Policy],
    libraries: Mapping[str, str],
    data: Document,
) -> Engine:
    """Make the engine of a scan. Raises EngineError or PolicyError."""
    rego = [policy for policy in policies if policy.language == "rego"]
    python = [policy for policy in policies if policy.language == "python"]
    engines = _rego_engines(options, rego, libraries, data)
    if python:
        from scanner.engines.python_rules import PythonRules  # noqa: PLC0415  # engines load only when they judge

        params = data["params"]
        engines.append(PythonRules(python, params if isinstance(params, dict) else {}))
    return Engines(engines)


def _rego_engines(
    options: EngineOptions,
    policies: Sequence[Policy],
    libraries: Mapping[str, str],
    data: Document,
) -> list[Engine]:
    if options.kind == "opa":
        from scanner.engines.opa_answers import OpaAddress  # noqa: PLC0415  # engines load only when they judge
        from scanner.engines.rego_opa import OpaServer  # noqa: PLC0415  # its client takes long to import

        address = OpaAddress(
            options.opa_url, options.opa_token or None, options.opa_ca_file or None, timeout=options.timeout
        )
        return [OpaServer(policies, libraries, data, address)]
    from scanner.engines.rego_embedded import EmbeddedRego  # noqa: PLC0415  # engines load only when they judge

    shipped = [policy for policy in policies if policy.shipped]
    others = [policy for policy in policies if not policy.shipped]
    engines: list[Engine] = [EmbeddedRego(shipped, libraries, data)]
    if others:
        from scanner.engines.guarded import GuardedRego  # noqa: PLC0415  # likewise

        engines.append(GuardedRego(others, libraries, data))
    return engines
