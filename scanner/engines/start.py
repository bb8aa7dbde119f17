"""Choose the engines for a set of policies: one for shipped Rego, one for the user's, one for Python."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scanner.engines.combined import Engines
from scanner.engines.on_demand import OnDemand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.engines.interface import Engine
    from scanner.engines.opa_answers import OpaAddress
    from scanner.model import Policy
    from scanner.paths import Document


def start_engine(
    opa: OpaAddress | None,
    policies: Sequence[Policy],
    libraries: Mapping[str, str],
    data: Document,
) -> Engine:
    """Make the engine of a scan; without an OPA server the embedded one. Raises EngineError or PolicyError."""
    rego = [policy for policy in policies if policy.language == "rego"]
    python = [policy for policy in policies if policy.language == "python"]
    engines = _rego_engines(opa, rego, libraries, data)
    if python:
        from scanner.engines.python_rules import PythonRules  # noqa: PLC0415  # engines load only when they judge

        params = data["params"]
        engines.append(PythonRules(python, params if isinstance(params, dict) else {}))
    return Engines(engines)


def _rego_engines(
    opa: OpaAddress | None,
    policies: Sequence[Policy],
    libraries: Mapping[str, str],
    data: Document,
) -> list[Engine]:
    if opa is not None:
        from scanner.engines.rego_opa import OpaServer  # noqa: PLC0415  # its client takes long to import

        return [OpaServer(policies, libraries, data, opa)]
    shipped = [policy for policy in policies if policy.shipped]
    others = [policy for policy in policies if not policy.shipped]
    engines: list[Engine] = [OnDemand("embedded", shipped, partial(_compiled, libraries=libraries, data=data))]
    if others:
        engines.append(_guarded(others, libraries, data))
    return engines


def compile_policies(policies: Sequence[Policy], libraries: Mapping[str, str], data: Document) -> None:
    """Compile Rego policies on the embedded engine to see that they do. Raises PolicyError."""
    _embedded([policy for policy in policies if policy.shipped], libraries, data)
    if others := [policy for policy in policies if not policy.shipped]:
        with _guarded(others, libraries, data):
            pass


def _compiled(policies: Sequence[Policy], libraries: Mapping[str, str], data: Document) -> Engine:
    from scanner.engines.rego_compiled import CompiledRego  # noqa: PLC0415  # engines load only when they judge

    return CompiledRego(policies, libraries, data)


def _embedded(policies: Sequence[Policy], libraries: Mapping[str, str], data: Document) -> Engine:
    from scanner.engines.rego_embedded import EmbeddedRego  # noqa: PLC0415  # likewise

    return EmbeddedRego(policies, libraries, data)


def _guarded(policies: Sequence[Policy], libraries: Mapping[str, str], data: Document) -> Engine:
    from scanner.engines.guarded import GuardedRego  # noqa: PLC0415  # likewise

    return GuardedRego(policies, libraries, data)
