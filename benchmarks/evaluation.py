"""Evaluation on the embedded engine: at least 40,000 policy-evaluations a second over 5,000 subjects.

The subjects are those of the example account, over and over under other names; every one is judged by all policies
about its type. Each figure is the best of several runs, since other work on the machine only ever slows one down. The
peers judge a part of the same subjects in the same run: regorus, which interprets the same Rego, and an OPA server.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from policies.reference import load_reference
from scanner.catalog import load_catalog, parameters
from scanner.engines.on_demand import OnDemand
from scanner.engines.opa_answers import OpaAddress
from scanner.engines.rego_embedded import EmbeddedRego
from scanner.environment import EnvironmentRules
from scanner.evaluate import evaluate
from scanner.money import PriceBook
from scanner.scan import engine_for, index
from scanner.snapshot import read_snapshot
from scanner.subjects import build_subjects
from tests.engines.conftest import running_opa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scanner.engines.interface import Engine
    from scanner.model import Policy
    from scanner.subjects import Subject

SUBJECTS, OF_PEERS, RUNS, BAR = 5000, 500, 9, 40_000
SNAPSHOT = Path("scanner/demo/account.jsonl.zst")

catalog = load_catalog()
policies = catalog.select()


def renamed(subjects: Sequence[Subject], number: int) -> Iterator[Subject]:
    """Give this many subjects, the same ones over and over under names of their own."""
    for ordinal, subject in enumerate(islice(cycle(subjects), number)):
        name = f"{subject.name.name}-{ordinal}"
        yield replace(subject, name=replace(subject.name, name=name, id=f"{subject.name.id}-{ordinal}"))


def judged(engine: Engine, chosen: Sequence[Subject]) -> int:
    """Ask an engine only, and count the verdicts."""
    answers = engine.judge((subject.name.type, subject.input) for subject in chosen)
    return sum(len(verdicts) for verdicts in answers)


def concluded(engine: Engine, chosen: Sequence[Subject]) -> int:
    """Go the whole way to findings, and count the verdicts behind them."""
    findings = (item for found in evaluate(chosen, policies, engine, PRICES) for item in found.findings)
    return len({(finding.policy, finding.subject.id) for finding in findings})


def rate(work: Callable[[Engine, Sequence[Subject]], int], engine: Engine, subjects: Sequence[Subject]) -> float:
    """Give the policy-evaluations a second of the fastest run."""
    rates = []
    for _ in range(RUNS):
        started = time.perf_counter()
        done = work(engine, subjects)
        rates.append(done / (time.perf_counter() - started))
    assert done >= len(subjects)
    return max(rates)


def interpreter(rego: Sequence[Policy]) -> EmbeddedRego:
    """Give regorus with some policies."""
    return EmbeddedRego(rego, catalog.libraries, {"reference": load_reference(), "params": parameters(policies, {})})


PRICES = PriceBook.shipped()
account = list(build_subjects(index(read_snapshot(SNAPSHOT), policies), policies, EnvironmentRules()))
chosen = sorted(renamed(account, SUBJECTS), key=lambda subject: subject.name.type)
part = chosen[:: SUBJECTS // OF_PEERS]
with engine_for(None, catalog, policies, {})() as engine:
    alone, whole = rate(judged, engine, chosen), rate(concluded, engine, chosen)
rego = [policy for policy in policies if policy.language == "rego"]
with OnDemand("regorus", rego, interpreter) as engine:
    regorus = rate(judged, engine, part)
with running_opa() as url, engine_for(OpaAddress(url), catalog, policies, {})() as engine:
    opa = rate(judged, engine, part)
print(f"{len(policies)} policies, {SUBJECTS} subjects like the example account's {len(account)}")
print(f"embedded engine  {alone:,.0f} policy-evaluations a second   (bar {BAR:,}), to findings {whole:,.0f}")
print(f"peers  regorus, which interprets {regorus:,.0f}: 1/{alone / regorus:.1f}")
print(f"       OPA server, 16 in flight {opa:,.0f}: 1/{alone / opa:.1f}")
