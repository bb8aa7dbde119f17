"""Judge with policies that are Python modules."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Protocol, cast

from scanner.engines.interface import InProcess
from scanner.errors import PolicyError
from scanner.model import Exemption, PolicyCrash, Unrecognized, Verdict, Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from scanner.model import Policy
    from scanner.paths import Document, Json


class Judge(Protocol):
    """The function `judge` of a policy's module."""

    def __call__(self, subject: Document, params: Document, now: str) -> Iterable[object]:
        """Yield what is wrong with a subject, and what does not apply to it."""
        ...


class PythonRules(InProcess):
    """The Python policies of a scan.

    `params` is what Rego sees as `data.params`. Policies of the user are code of the user: they run only when the
    caller says so. Raises PolicyError for a module that cannot be loaded or has no `judge`.
    """

    name = "python"

    def __init__(self, policies: Sequence[Policy], params: Document, *, allow_others: bool = False) -> None:
        self._judges: dict[str, list[tuple[Policy, Judge, Document]]] = {}
        for policy in policies:
            if not (policy.shipped or allow_others):
                raise PolicyError(
                    f"{policy.file} is a Python policy, which runs with your rights",
                    "allow it explicitly, or write it in Rego",
                )
            entry = (policy, _load(policy), _parameters(policy, params))
            for subject in policy.subjects:
                self._judges.setdefault(subject, []).append(entry)

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order."""
        for kind, document in subjects:
            yield {
                policy.id: _judge_one(judge, document, params) for policy, judge, params in self._judges.get(kind, ())
            }


def _judge_one(judge: Judge, document: Document, params: Document) -> Verdict | PolicyCrash:
    violations, exemptions, unrecognized = [], [], []
    try:
        for item in judge(document, params, str(document["now"])):
            match item:
                case Violation():
                    violations.append(item)
                case Exemption():
                    exemptions.append(item)
                case Unrecognized():
                    unrecognized.append(item)
                case other:
                    return PolicyCrash(f"the policy yields {other!r}, which is none of what a policy may yield")
    except Exception as error:  # noqa: BLE001  # a rule may raise anything, and its error costs only itself
        return PolicyCrash(_describe(error))
    return Verdict(tuple(violations), tuple(exemptions), tuple(unrecognized))


def _describe(error: Exception) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{FilePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}: " if trace else ""
    return f"{where}{type(error).__name__}: {error}"


def _load(policy: Policy) -> Judge:
    try:
        module = _import(policy)
    except Exception as error:  # a module may raise anything when it is loaded
        raise PolicyError(f"{policy.file} cannot be loaded: {_describe(error)}", "mend the policy") from error
    judge = getattr(module, "judge", None)
    if not callable(judge):
        raise PolicyError(f"{policy.file} has no function judge", "write `def judge(subject, params, now):`")
    return cast("Judge", judge)


def _import(policy: Policy) -> ModuleType:
    """Import a shipped policy by name, and one of the user from its file."""
    if policy.shipped:
        return importlib.import_module("policies." + policy.package.removeprefix("tipstaff."))
    spec = importlib.util.spec_from_file_location(policy.package, policy.file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{policy.file} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _parameters(policy: Policy, params: Document) -> Document:
    value: Json = params
    for key in policy.package.split(".")[1:]:
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return value if isinstance(value, dict) else {}
