"""Evaluation on the embedded engine: at least 40,000 policy-evaluations a second over 5,000 subjects.

The subjects are those of the example account, over and over under other names; every one is judged by all policies
about its type. Beside the whole way from subjects to findings stands the engine's own share of it, and as the peer an
OPA server asked about a part of the same subjects in the same run.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.catalog import load_catalog
from scanner.engines.opa_answers import OpaAddress
from scanner.environment import EnvironmentRules
from scanner.evaluate import evaluate
from scanner.money import PriceBook
from scanner.scan import engine_for
from scanner.snapshot import read_snapshot
from scanner.subjects import build_subjects
from tests.engines.conftest import running_opa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scanner.subjects import Subject

SUBJECTS, ON_OPA, BAR = 5000, 500, 40_000
SNAPSHOT = Path("scanner/demo/account.jsonl.zst")

catalog = load_catalog()
policies = catalog.select()
counts = {kind: sum(kind in policy.subjects for policy in policies) for policy in policies for kind in policy.subjects}


def renamed(subjects: Sequence[Subject], number: int) -> Iterator[Subject]:
    """Give this many subjects, the same ones over and over under names of their own."""
    for index, subject in enumerate(islice(cycle(subjects), number)):
        name = f"{subject.name.name}-{index}"
        yield replace(subject, name=replace(subject.name, name=name, id=f"{subject.name.id}-{index}"))


def rate(chosen: Sequence[Subject], opa: OpaAddress | None, *, conclude: bool) -> float:
    """Give policy-evaluations a second, with the engine warm."""
    evaluations = sum(counts[subject.name.type] for subject in chosen)
    prices = PriceBook.shipped()
    with engine_for(opa, catalog, policies, {})() as engine:
        for _ in engine.judge((subject.name.type, subject.input) for subject in chosen[:100]):
            pass
        started = time.perf_counter()
        if conclude:
            findings = sum(len(item.findings) for item in evaluate(chosen, policies, engine, prices))
            assert findings >= evaluations
        else:
            answers = sum(1 for _ in engine.judge((subject.name.type, subject.input) for subject in chosen))
            assert answers == len(chosen)
        return evaluations / (time.perf_counter() - started)


account = list(build_subjects(read_snapshot(SNAPSHOT), policies, EnvironmentRules()))
account.sort(key=lambda subject: subject.name.type)
chosen = sorted(renamed(account, SUBJECTS), key=lambda subject: subject.name.type)
whole = max(rate(chosen, None, conclude=True) for _ in range(3))
alone = max(rate(chosen, None, conclude=False) for _ in range(3))
with running_opa() as url:
    peer = rate(chosen[:: SUBJECTS // ON_OPA], OpaAddress(url), conclude=False)
print(f"{len(policies)} policies, {SUBJECTS} subjects like the example account's {len(account)}")
print(f"to findings  {whole:,.0f} policy-evaluations a second   (bar {BAR:,})")
print(f"engine only  {alone:,.0f}   OPA server, 16 in flight  {peer:,.0f}")
