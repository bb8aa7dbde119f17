"""Judge with regorus, the Rego engine inside the process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import orjson

from scanner.engines.entry import ENTRY_FILE, ENTRY_PACKAGE, entry_module, policy_rule_name, rule_name
from scanner.engines.interface import InProcess
from scanner.engines.polyfills import POLYFILLS
from scanner.engines.rego_rewriting import rewrite
from scanner.engines.rego_syntax import Complaint, new_engine, read_complaint, syntax_error
from scanner.engines.verdicts import read_verdict
from scanner.model import PolicyCrash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import regorus

    from scanner.model import Policy, Verdict
    from scanner.paths import Document, Json

_PANIC: Final = "PanicException"
"""The class of exceptions for panics in Rust, which no module exports."""


class EmbeddedRego(InProcess):
    """The Rego policies of a scan, compiled once; use it in the thread that made it.

    `data` is what rules see as `data.reference` and `data.params`. Raises PolicyError for a policy that does not
    compile.
    """

    name = "embedded"

    def __init__(self, policies: Sequence[Policy], libraries: Mapping[str, str], data: Document) -> None:
        self._policies: dict[str, list[Policy]] = {}
        for policy in policies:
            for subject in policy.subjects:
                self._policies.setdefault(subject, []).append(policy)
        modules = {**libraries, **{policy.file: policy.text for policy in policies}}
        self._pristine = compile_modules({**modules, ENTRY_FILE: entry_module(policies)}, data)
        self._engine = self._pristine.clone()

    def judge(self, subjects: Iterable[tuple[str, Document]]) -> Iterator[Mapping[str, Verdict | PolicyCrash]]:
        """Yield the verdicts for each (subject type, input), in order."""
        for kind, document in subjects:
            yield self._judge_one(kind, document) if kind in self._policies else {}

    def _judge_one(self, kind: str, document: Document) -> Mapping[str, Verdict | PolicyCrash]:
        policies = self._policies[kind]
        text = orjson.dumps(document).decode()
        try:
            answers = self._ask(rule_name(kind), text)
        except RuntimeError:
            answers = None
        if isinstance(answers, dict):
            return {policy.id: read_verdict(answers[policy.id]) for policy in policies}
        return {policy.id: self._judge_alone(policy, text) for policy in policies}

    def _judge_alone(self, policy: Policy, text: str) -> Verdict | PolicyCrash:
        """Ask one policy only, so that its error costs only itself."""
        try:
            return read_verdict(self._ask(policy_rule_name(policy), text))
        except RuntimeError as error:
            return PolicyCrash(str(read_complaint(error)))

    def _ask(self, rule: str, text: str) -> Json:
        """Evaluate a rule of the entry document. Raises RuntimeError, also for a panic, which is no Exception."""
        try:
            self._engine.set_input_json(text)
            answer: Json = orjson.loads(self._engine.eval_rule_as_json(f"data.{ENTRY_PACKAGE}.{rule}"))
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            self._engine = self._pristine.clone()  # a panic leaves the engine in the middle of things
            raise RuntimeError(f"the engine panicked: {error}") from error
        return answer


def compile_modules(modules: Mapping[str, str], data: Document) -> regorus.Engine:
    """Load modules and data into a new engine. Raises PolicyError with file, line and column."""
    # regorus makes an error of everything that is undefined, and Rust takes a backtrace of every error when told so:
    # three times the time, for stacks of the engine that nobody reads.
    os.environ.setdefault("RUST_LIB_BACKTRACE", "0")
    written = {file: rewrite(file, text) for file, text in modules.items()}
    compiled = _compile(written, data)
    if not isinstance(compiled, Complaint):
        return compiled
    original = _compile(modules, data)  # as they were written, for the column of what is wrong
    raise syntax_error(original, modules) if isinstance(original, Complaint) else syntax_error(compiled, written)


def _load(modules: Mapping[str, str]) -> regorus.Engine:
    engine = new_engine()
    for file, text in modules.items():
        engine.add_policy(file, text)
    for name, (arity, function) in POLYFILLS.items():
        engine.add_extension(name, arity, function)
    return engine


def _compile(modules: Mapping[str, str], data: Document) -> regorus.Engine | Complaint:
    """Give an engine, or what is wrong: an error that is kept may not keep an engine, which no other thread can end."""
    try:
        engine = _load(modules)
        engine.add_data_json(orjson.dumps(data).decode())
        engine.eval_rule(f"data.{ENTRY_PACKAGE}.ready")
    except RuntimeError as error:
        return read_complaint(error)
    return engine
