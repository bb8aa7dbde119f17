"""Price what a violation costs, from dated list prices; never a guess from another region or component."""

from __future__ import annotations

import csv
from importlib import resources
from typing import TYPE_CHECKING

from scanner.model import Saving
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scanner.model import SavingFacts


@record(frozen=True, slots=True)
class Price:
    """What an instance-hour costs on demand, in US dollars, on a day, according to whom."""

    usd_per_hour: float
    as_of: str
    source: str


@record(frozen=True, slots=True)
class PriceBook:
    """List prices by (region, component, instance type)."""

    prices: Mapping[tuple[str, str, str], Price]

    @classmethod
    def shipped(cls) -> PriceBook:
        """Read the dated prices that ship with the policies."""
        text = resources.files("policies").joinpath("reference", "prices.csv").read_text(encoding="utf-8")
        return cls(
            {
                (row["region"], row["component"], row["instance_type"]): Price(
                    float(row["usd_per_hour"]),
                    row["as_of"],
                    row["source"],
                )
                for row in csv.DictReader(text.splitlines())
            },
        )

    def estimate(self, region: str, facts: SavingFacts) -> Saving | None:
        """Price the instance-hours that a violation names; None when a price is not known."""
        paid = self.prices.get((region, facts.component, facts.instance_type))
        if paid is None:
            return None
        if not facts.instead:
            usd = paid.usd_per_hour * facts.hours_per_month
            basis = f"{facts.hours_per_month:g} h a month of {facts.instance_type} at ${paid.usd_per_hour:g}/h"
            return Saving(round(usd, 2), f"{basis}, {_CAVEAT}", paid.as_of)
        instead = self.prices.get((region, facts.component, facts.instead))
        if instead is None or instead.usd_per_hour >= paid.usd_per_hour:
            return None
        usd = (paid.usd_per_hour - instead.usd_per_hour) * facts.hours_per_month
        basis = (
            f"{facts.hours_per_month:g} h a month of {facts.instance_type} at ${paid.usd_per_hour:g}/h "
            f"instead of {facts.instead} at ${instead.usd_per_hour:g}/h"
        )
        return Saving(round(usd, 2), f"{basis}, {_CAVEAT}", min(paid.as_of, instead.as_of))


_CAVEAT = "list price in the region, without Savings Plans, private rates or tax"
