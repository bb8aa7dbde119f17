"""The pipeline: facts from an account or from code, subjects, verdicts, findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from policies.reference import load_reference
from scanner import __version__
from scanner.catalog import parameters
from scanner.engines.start import compile_policies, start_engine
from scanner.evaluate import evaluate
from scanner.model import Gap, GapReason, Resource, ScanResult, Snapshot, Source
from scanner.money import PriceBook
from scanner.needs import needed_fields
from scanner.paths import format_path
from scanner.policy_files import metadata_of
from scanner.resource_types import TYPES
from scanner.snapshot import without_secrets
from scanner.subjects import build_subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from scanner.catalog import Catalog
    from scanner.collectors import Patience, Progress, Target
    from scanner.engines.interface import Engine
    from scanner.engines.opa_answers import OpaAddress
    from scanner.engines.rego_lint import LintFinding
    from scanner.engines.rego_test import TestOutcome
    from scanner.environment import EnvironmentRules
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Finding, Policy
    from scanner.paths import Document, Json


@dataclass(frozen=True, slots=True)
class Collected:
    """A snapshot, and whether the user stopped the collection."""

    snapshot: Snapshot
    interrupted: bool = False


def collect_account(
    target: Target,
    policies: Sequence[Policy],
    progress: Progress,
    patience: Patience | None = None,
) -> Collected:
    """Snapshot a live account, as far as the policies need it; `patience` is how long to wait for AWS."""
    from scanner.collectors import Patience, Root, Wanted, collect  # noqa: PLC0415  # boto3 takes long to import

    needed = needed_fields(policies)
    taken = now()
    roots: list[str] = []
    resources: list[Resource] = []
    gaps: list[Gap] = []
    interrupted = False
    try:
        for item in collect(target, Wanted(frozenset(needed), needed), progress, patience or Patience()):
            match item:
                case Root(scope):
                    roots.append(scope)
                case Resource():
                    resources.append(without_secrets(item))
                case Gap():
                    gaps.append(item)
    except KeyboardInterrupt:
        interrupted = True
        message = "the scan was stopped before everything was collected"
        gaps += [Gap(GapReason.INTERRUPTED, message, "a scan that runs to its end", scope=root) for root in roots]
    gaps += [_not_asked(root, kind) for root in roots for kind in TYPES if kind not in needed]
    snapshot = Snapshot(Source.LIVE, taken, __version__, tuple(sorted(roots)), _ordered(resources), _ordered_gaps(gaps))
    return Collected(snapshot, interrupted)


def read_repository(paths: Sequence[Path], options: CodeOptions) -> Snapshot:
    """Snapshot what code declares."""
    from scanner.frontends import read_code  # noqa: PLC0415  # parsers load only when code is read

    reading = read_code(paths, options)
    resources = _ordered(without_secrets(resource) for resource in reading.resources)
    return Snapshot(Source.CODE, now(), __version__, reading.roots, resources, reading.gaps)


def judge(
    snapshot: Snapshot,
    policies: Sequence[Policy],
    engine: Callable[[], Engine],
    rules: EnvironmentRules,
) -> ScanResult:
    """Judge a snapshot; the result depends on nothing else."""
    findings: list[Finding] = []
    crashes: list[Gap] = []
    with engine() as running:
        for conclusion in evaluate(build_subjects(snapshot, policies, rules), policies, running, PriceBook.shipped()):
            findings += conclusion.findings
            crashes += conclusion.crashes
        name = running.name
    return ScanResult(
        tool_version=__version__,
        source=snapshot.source,
        roots=snapshot.roots,
        engine=name,
        started=snapshot.taken,
        finished=now(),
        policies=tuple(policies),
        findings=tuple(findings),
        gaps=(*snapshot.gaps, *crashes),
        resources=dict(sorted(Counter(resource.type for resource in snapshot.resources).items())),
    )


def engine_for(
    opa: OpaAddress | None,
    catalog: Catalog,
    policies: Sequence[Policy],
    params: Mapping[str, Mapping[str, Json]],
) -> Callable[[], Engine]:
    """Give what starts the engine of a scan, with its policies, their parameters and the reference facts."""
    data: Document = {"reference": load_reference(), "params": parameters(policies, params)}
    return lambda: start_engine(opa, policies, catalog.libraries, data)


def lint_policies(catalog: Catalog) -> list[LintFinding]:
    """Give what is wrong with the policies of a catalogue beyond what loading them refuses."""
    from scanner.engines.rego_lint import lint  # noqa: PLC0415  # engines load only when they judge
    from scanner.policy_metadata import check_metadata  # noqa: PLC0415  # pydantic takes long to import

    for policy in catalog.policies:
        check_metadata(policy.file, metadata_of(policy.file, policy.text))
    modules = {policy.file: policy for policy in catalog.policies if policy.language == "rego"}
    data: Document = {"reference": load_reference(), "params": parameters(catalog.policies, {})}
    compile_policies(tuple(modules.values()), catalog.libraries, data)
    return lint(modules, catalog.libraries, catalog.tests)


def run_policy_tests(catalog: Catalog) -> list[TestOutcome]:
    """Run the tests that lie beside the policies, on the embedded engine."""
    from scanner.engines.rego_test import run_rego_tests  # noqa: PLC0415  # likewise

    data: Document = {"reference": load_reference(), "params": parameters(catalog.policies, {})}
    rego = {policy.file: policy.text for policy in catalog.policies if policy.language == "rego"}
    return run_rego_tests({**catalog.libraries, **rego, **catalog.tests}, data)


def now() -> str:
    """Give the time in UTC, as snapshots and rules know it."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _ordered(resources: Iterable[Resource]) -> tuple[Resource, ...]:
    """Put resources in an order that does not depend on which answer came first."""
    return tuple(sorted(resources, key=lambda resource: (resource.type, resource.id)))


def _ordered_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Put gaps in an order likewise, from the widest to the narrowest."""
    return tuple(
        sorted(gaps, key=lambda gap: (gap.scope, gap.type, gap.resource, format_path(gap.path), gap.needs, gap.message))
    )


def _not_asked(root: str, kind: str) -> Gap:
    message = f"{kind} was not collected, because no selected policy needed it"
    return Gap(GapReason.NOT_ASKED, message, "a scan with the policy selected", scope=root, type=kind)
