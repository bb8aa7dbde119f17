"""Decide once what a subject is for: production, non-production, or unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.model import Environment
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scanner.config import EnvironmentSettings

_PRODUCTION = frozenset({"prod", "production", "prd", "live"})
_NON_PRODUCTION = frozenset(
    {"dev", "develop", "development", "test", "testing", "qa", "uat", "stage", "staging", "sandbox", "demo", "nonprod"}
    | {"non-production", "nonproduction", "non-prod", "preprod", "pre-production", "int", "integration", "experiment"},
)
_AMBIGUOUS_IN_NAMES = frozenset({"live", "int", "demo", "stage", "experiment", "develop"})
_WORD = re.compile(r"[A-Za-z]+")


@record(frozen=True, slots=True)
class EnvironmentRules:
    """Which tags, name tokens and accounts say what; words are compared in lower case.

    Order of trust: a tag, then the account, then the name. An account id alone says nothing unless it is listed.
    """

    tag_keys: tuple[str, ...] = ("environment", "env", "stage")
    production: frozenset[str] = _PRODUCTION
    non_production: frozenset[str] = _NON_PRODUCTION
    production_accounts: frozenset[str] = frozenset()
    non_production_accounts: frozenset[str] = frozenset()

    def extended(self, more: EnvironmentSettings) -> EnvironmentRules:
        """Add what the settings say."""
        return EnvironmentRules(
            (*(key.lower() for key in more.tag_keys), *self.tag_keys),
            self.production.union(word.lower() for word in more.production),
            self.non_production.union(word.lower() for word in more.non_production),
            self.production_accounts.union(more.production_accounts),
            self.non_production_accounts.union(more.non_production_accounts),
        )

    def decide(self, tags: Mapping[str, str], account: str, names: Sequence[str]) -> Environment:
        """Give the environment of a subject from its tags, its account and its names, most telling first."""
        by_key = {key.lower().rsplit(":", 1)[-1]: value for key, value in tags.items()}
        for key in self.tag_keys:
            if key in by_key and (told := self._word(by_key[key].strip().lower())):
                return told
        if account in self.production_accounts:
            return Environment.PRODUCTION
        if account in self.non_production_accounts:
            return Environment.NON_PRODUCTION
        words = [word.lower() for name in names for word in _WORD.findall(name)]
        words = [word for word in words if word not in _AMBIGUOUS_IN_NAMES]
        return next((told for word in words if (told := self._word(word))), Environment.UNKNOWN)

    def _word(self, word: str) -> Environment | None:
        if word in self.production:
            return Environment.PRODUCTION
        return Environment.NON_PRODUCTION if word in self.non_production else None
