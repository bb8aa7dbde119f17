"""The pipeline: facts from an account or from code, subjects, verdicts, findings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from policies.reference import load_reference
from scanner import __version__
from scanner.catalog import parameters
from scanner.engines.start import compile_policies, start_engine
from scanner.evaluate import evaluate, waive
from scanner.facts import Facts, Gathering, gap_order
from scanner.model import Gap, GapReason, PolicyCrash, Resource, ScanResult, Snapshot, Source
from scanner.money import PriceBook
from scanner.needs import needed_fields, needed_metrics, run_reads
from scanner.policy_files import metadata_of
from scanner.processes import cores, in_parts
from scanner.records import record
from scanner.resource_types import MANAGEMENT_TYPES
from scanner.run_groups import RunGroup
from scanner.snapshot import without_secrets
from scanner.subjects import build_subjects
from scanner.waivers import NO_WAIVERS, Waivers, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from scanner.catalog import Catalog
    from scanner.collectors import Patience, Progress, Target, Wanted
    from scanner.engines.interface import Engine
    from scanner.engines.opa_answers import OpaAddress
    from scanner.engines.rego_lint import LintFinding
    from scanner.engines.rego_test import TestOutcome
    from scanner.environment import EnvironmentRules
    from scanner.evaluate import Conclusion
    from scanner.frontends.reading import CodeOptions
    from scanner.model import Policy
    from scanner.paths import Document, Json


@record(frozen=True, slots=True)
class Collected:
    """What a collection came to: the regions that were looked at, and whether all of them was seen."""

    roots: tuple[str, ...]
    types: frozenset[str]
    resources: int
    gaps: int
    incomplete: bool
    interrupted: bool


@record(frozen=True, slots=True)
class Limits:
    """How much of an account to collect.

    Types `besides` those that policies read, jobs `since` a time, metrics up to a cost in US dollars, and facts of the
    account's `management`.
    """

    besides: tuple[str, ...] = ()
    since: str = ""
    metric_cost: float = 1.0
    management: bool = False


NO_LIMITS: Final = Limits()

_MANY_ROOTS: Final = 200
"""So many roots of code take longer to judge than it takes to start a process."""


def collect_account(
    target: Target,
    wanted: Wanted,
    add: Callable[[Resource | Gap | RunGroup], None],
    progress: Progress,
    patience: Patience | None = None,
    cache: Path | None = None,
) -> Collected:
    """Hand on what there is in a live account, without secrets, as it comes.

    `patience` is how long to wait for AWS; `cache` is a directory for what need not be asked for again.
    """
    from scanner.collectors import Patience, Root, collect  # noqa: PLC0415  # takes long to import

    roots: list[str] = []
    resources = gaps = 0
    incomplete = interrupted = False
    try:
        for item in collect(target, wanted, progress, patience or Patience(), cache):
            match item:
                case Root(scope):
                    roots.append(scope)
                case Resource():
                    resources += 1
                    add(without_secrets(item))
                case RunGroup(count=runs):
                    resources += runs
                    add(item)
                case Gap():
                    gaps += 1
                    incomplete |= item.blocking
                    add(item)
    except KeyboardInterrupt:
        interrupted = True
        message = "the scan was stopped before everything was collected"
        for root in roots:
            add(Gap(GapReason.INTERRUPTED, message, "a scan that runs to its end", scope=root))
    return Collected(tuple(sorted(roots)), wanted.types, resources, gaps, incomplete, interrupted)


def wanted_by(policies: Sequence[Policy], limits: Limits = NO_LIMITS, *, grouped: bool = False) -> Wanted:
    """Say what to collect for policies; `grouped` are the runs of recurring jobs where no snapshot is to hold each."""
    from scanner.collectors import Wanted  # noqa: PLC0415  # likewise

    needed = dict(needed_fields(policies)) | {kind: frozenset({()}) for kind in limits.besides}
    if not limits.management:
        needed = {kind: reads for kind, reads in needed.items() if kind not in MANAGEMENT_TYPES}
    reads = run_reads(policies)
    return Wanted(frozenset(needed), needed, needed_metrics(policies), limits.metric_cost, limits.since, reads, grouped)


def snapshot_account(
    target: Target, policies: Sequence[Policy], progress: Progress, patience: Patience | None = None
) -> Snapshot:
    """Snapshot an account in memory, in an order that does not depend on which answer came first."""
    resources: list[Resource] = []
    gaps: list[Gap] = []
    taken = now()

    def add(item: Resource | Gap | RunGroup) -> None:
        match item:
            case Resource():
                resources.append(item)
            case Gap():
                gaps.append(item)

    found = collect_account(target, wanted_by(policies), add, progress, patience)
    return Snapshot(
        Source.LIVE,
        taken,
        __version__,
        found.roots,
        _ordered(resources),
        tuple(sorted(gaps, key=gap_order)),
        found.types,
    )


def read_repository(paths: Sequence[Path], options: CodeOptions) -> Snapshot:
    """Snapshot what code declares."""
    from scanner.frontends import read_code  # noqa: PLC0415  # parsers load only when code is read

    reading = read_code(paths, options)
    resources = _ordered(without_secrets(resource) for resource in reading.resources)
    return Snapshot(Source.CODE, now(), __version__, reading.roots, resources, reading.gaps, waivers=reading.waivers)


def index(snapshot: Snapshot, policies: Sequence[Policy]) -> Facts:
    """Index a snapshot in memory for policies to judge."""
    gathering = gather(snapshot.source, policies)
    for gap in snapshot.gaps:
        gathering.add(gap)
    for waiver in snapshot.waivers:
        gathering.add(waiver)
    for resource in snapshot.resources:
        gathering.add(resource)
    return gathering.facts(snapshot.taken, snapshot.roots, snapshot.types)


def gather(source: Source, policies: Sequence[Policy]) -> Gathering:
    """Begin to take facts as they come, for policies to judge."""
    return Gathering(source, run_reads(policies))


def judge(
    facts: Facts,
    policies: Sequence[Policy],
    engine: Callable[[], Engine],
    rules: EnvironmentRules,
    waivers: Waivers = NO_WAIVERS,
) -> ScanResult:
    """Judge what is known, and accept what is waived; the result depends on nothing else."""

    def conclude(part: int, count: int) -> tuple[str, list[Conclusion]]:
        subjects = build_subjects(facts, policies, rules, slice(part, None, count))
        with engine() as running:
            return running.name, list(evaluate(subjects, policies, running, PriceBook.shipped()))

    parts = in_parts(conclude, cores() if not facts.live and len(facts.roots) >= _MANY_ROOTS else 1)
    conclusions = [conclusion for _, part in parts for conclusion in part]
    findings = [finding for conclusion in conclusions for finding in conclusion.findings]
    unused = waivers.unused(findings, {policy.id for policy in policies})
    return ScanResult(
        tool_version=__version__,
        source=facts.source,
        roots=facts.roots,
        engine=parts[0][0],
        started=facts.taken,
        finished=now(),
        policies=tuple(policies),
        findings=tuple(waive(findings, waivers)),
        gaps=(*facts.gaps, *(crash for conclusion in conclusions for crash in conclusion.crashes)),
        resources=facts.counts,
        waiver_problems=(*waivers.problems, *unused),
        waivers_ignored=waivers.ignored,
    )


def waivers_of(facts: Facts, catalog: Catalog, *, inline: bool = True) -> Waivers:
    """Say which waivers hold at the time of the scan; those in code count as ignored where they are not wanted."""
    if not inline:
        return Waivers(ignored=len(facts.waivers))
    return settle(facts.waivers, catalog.names, facts.taken[:10])


def engine_for(
    opa: OpaAddress | None,
    catalog: Catalog,
    policies: Sequence[Policy],
    params: Mapping[str, Mapping[str, Json]],
) -> Callable[[], Engine]:
    """Give what starts the engine of a scan, with its policies, their parameters and the reference facts."""
    data: Document = {"reference": load_reference(), "params": parameters(policies, params)}
    return lambda: start_engine(opa, policies, catalog.libraries, data)


def try_engine(engine: Callable[[], Engine], policies: Sequence[Policy]) -> Mapping[str, PolicyCrash]:
    """Start an engine and judge an empty subject of each type; give what crashed. Raises EngineError or PolicyError."""
    nothing: Document = {"resource": {}, "related": {}, "tags": {}, "environment": "unknown", "source": "live"}
    kinds = sorted({subject for policy in policies for subject in policy.subjects})
    with engine() as running:
        answers = running.judge((kind, {**nothing, "now": now()}) for kind in kinds)
        return {name: item for answer in answers for name, item in answer.items() if isinstance(item, PolicyCrash)}


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
