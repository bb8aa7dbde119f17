"""Run the tests that lie beside Rego policies, on the embedded engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.engines.entry import ENTRY_FILE, entry_module
from scanner.engines.rego_embedded import compile_modules
from scanner.engines.rego_reads import head_of, package_of
from scanner.engines.rego_syntax import parse_module, read_complaint
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import regorus

    from scanner.paths import Document


@record(frozen=True, slots=True)
class TestOutcome:
    """How one rule whose name starts with `test_` ended."""

    package: str
    name: str
    passed: bool
    error: str
    file: str


def run_rego_tests(modules: Mapping[str, str], data: Document) -> list[TestOutcome]:
    """Run every test rule of the modules whose names end in `_test.rego`. Raises PolicyError for what is no Rego."""
    engine = compile_modules({**modules, ENTRY_FILE: entry_module(())}, data)
    tests = {file: text for file, text in modules.items() if file.endswith("_test.rego")}
    return [outcome for file, text in sorted(tests.items()) for outcome in _run_module(engine, file, text)]


def _run_module(engine: regorus.Engine, file: str, text: str) -> Iterator[TestOutcome]:
    tree = parse_module(file, text)
    package = package_of(tree)
    rules = tree["rules"]
    names = (head_of(rule)[1] for rule in rules if isinstance(rule, dict)) if isinstance(rules, list) else ()
    for name in dict.fromkeys(name for name in names if name.startswith("test_")):
        try:
            value = engine.eval_rule(f"data.{package}.{name}")
            error = "" if value is True else "the test is not true"
        except RuntimeError as raised:
            error = str(read_complaint(raised))
        yield TestOutcome(package, name, not error, error, file)
