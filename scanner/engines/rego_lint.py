"""Check that Rego stays in the subset that all engines understand alike, and reads what it says it reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.engines.entry import RULE_SETS
from scanner.engines.portable import PORTABLE_FUNCTIONS, TEST_FUNCTIONS
from scanner.engines.rego_reads import ReadsOfRules, head_of
from scanner.engines.rego_rewriting import imported_names
from scanner.engines.rego_syntax import nodes, parse_module, references
from scanner.paths import overlaps
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.model import Policy
    from scanner.paths import Document, Json

_UNREAD: Final = frozenset({"source", "now"})
"""Parts of `input` that are always known, so that nobody declares to read them."""
_UNICODE_CLASS: Final = re.compile(r"\\[wWdDsSbB]")
_PORTABLE_VERBS: Final = re.compile(r"%(?:[%sdvqx]|0\dd)")
_MOCKED: Final = ("input", "data.params", "data.reference")


@record(frozen=True, slots=True)
class LintFinding:
    """One thing that is wrong with a module, and where."""

    file: str
    line: int
    column: int
    message: str


@record(frozen=True, slots=True)
class _Module:
    file: str
    tree: Document
    names: Mapping[str, str]
    is_test: bool

    @property
    def rules(self) -> list[Document]:
        rules = self.tree["rules"]
        return [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []

    def finding(self, at: Json, message: str) -> LintFinding:
        match at:
            case {"line": int(line), "col": int(column)}:
                return LintFinding(self.file, line, column, message)
            case _:
                return LintFinding(self.file, 1, 1, message)


def lint(policies: Mapping[str, Policy], libraries: Mapping[str, str], tests: Mapping[str, str]) -> list[LintFinding]:
    """Check policies (by file), libraries and tests. Raises PolicyError for what does not parse."""
    texts = {**libraries, **{file: policy.text for file, policy in policies.items()}, **tests}
    findings = [finding for file, text in texts.items() for finding in lint_module(file, text)]
    findings += undeclared_reads(policies, libraries)
    return sorted(set(findings), key=lambda found: (found.file, found.line, found.column, found.message))


def lint_module(file: str, text: str) -> Iterator[LintFinding]:
    """Check one module on its own; one whose name ends in `_test.rego` may use `with`."""
    tree = parse_module(file, text)
    module = _Module(file, tree, imported_names(tree, text), file.endswith("_test.rego"))
    yield from _negations(module)
    yield from _functions(module)
    yield from _literals(module)
    yield from _replacements(module)
    yield from _sets(module)


def undeclared_reads(policies: Mapping[str, Policy], libraries: Mapping[str, str]) -> Iterator[LintFinding]:
    """Find what policies touch of their input, themselves or in libraries, without declaring it in `reads`."""
    reads = ReadsOfRules({**libraries, **{file: policy.text for file, policy in policies.items()}})
    for policy in policies.values():
        for read in reads.touched(f"data.{policy.package}.{name}" for name in RULE_SETS):
            if read.path[0] in _UNREAD or any(overlaps(read.path, declared.path) for declared in policy.reads):
                continue
            path = ".".join(read.path)
            message = f"{policy.id} reads input.{path}, which its metadata does not list under reads"
            yield LintFinding(read.file, read.line, read.column, message)


def _negations(module: _Module) -> Iterator[LintFinding]:
    """Without the import, OPA takes the negation of what is missing for missing, and the violation is lost."""
    imported = any(
        (reference.root, *reference.keys) == ("future", "keywords", "not")
        for reference in references(module.tree["imports"])
    )
    for kind, node in nodes(module.rules):
        if kind == "NotExpr" and not imported:
            yield module.finding(node["span"], "a negation needs `import future.keywords.not`")


def _functions(module: _Module) -> Iterator[LintFinding]:
    own = {head_of(rule)[1] for rule in module.rules}
    known = PORTABLE_FUNCTIONS | TEST_FUNCTIONS if module.is_test else PORTABLE_FUNCTIONS
    for reference in references(module.rules):
        name = ".".join((reference.root, *reference.keys))
        if reference.called and reference.root not in {"data", *own, *module.names} and name not in known:
            message = f"the function {name} is not in the portable subset: engines differ on it, or it is not pure"
            yield LintFinding(module.file, reference.line, reference.column, message)


def _literals(module: _Module) -> Iterator[LintFinding]:
    for kind, node in nodes(module.rules):
        if kind != "Call":
            continue
        function = ".".join(next(((item.root, *item.keys) for item in references(node["fcn"], called=True)), ()))
        for text, span in _texts(node["params"]):
            if function.startswith("regex.") and _UNICODE_CLASS.search(text):
                yield module.finding(
                    span, r"write [a-zA-Z0-9_], [0-9] or [ \t] for \w, \d or \s: engines differ on them"
                )
            if function == "sprintf" and "%" in _PORTABLE_VERBS.sub("", text):
                yield module.finding(span, "use only %s, %d, %v, %q and %x in sprintf: engines differ on the others")


def _texts(parameters: Json) -> Iterator[tuple[str, Json]]:
    """Yield the string literals among the parameters themselves."""
    for parameter in parameters if isinstance(parameters, list) else ():
        match parameter:
            case {"String": {"value": str(text), "span": span}} | {"RawString": {"value": str(text), "span": span}}:
                yield text, span
            case _:
                continue


def _replacements(module: _Module) -> Iterator[LintFinding]:
    for at, target, value in _withs(module.rules):
        if not module.is_test:
            yield module.finding(at, "`with` belongs in tests only")
            continue
        name = next((".".join((item.root, *item.keys)) for item in references(target)), "")
        if not any(name == mocked or name.startswith(f"{mocked}.") for mocked in _MOCKED):
            yield module.finding(at, f"replace {', '.join(_MOCKED)} only: engines differ on {name}")
        if any(item.root in module.names or item.root == "data" for item in references(value)):
            yield module.finding(at, "take the value of `with` from this file: engines differ on values from others")


def _withs(tree: Json) -> Iterator[tuple[Json, Json, Json]]:
    match tree:
        case {"refr": target, "as": value, "span": span}:
            yield span, target, value
        case dict():
            for child in tree.values():
                yield from _withs(child)
        case list():
            for child in tree:
                yield from _withs(child)


def _sets(module: _Module) -> Iterator[LintFinding]:
    for rule in module.rules:
        kind, name = head_of(rule)
        if name in RULE_SETS and kind != "Set" and not module.is_test:
            span = next((node["span"] for _, node in nodes(rule) if "span" in node), None)
            yield module.finding(span, f"{name} is a set: write `{name} contains {{…}} if {{…}}`")
