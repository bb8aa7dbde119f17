"""What commands on a live account share: from the settings to a collection, and to what it covered."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.cli.garbage import keep_what_is_loaded
from scanner.cli.guard import say
from scanner.errors import ConfigError, suggest
from scanner.records import record
from scanner.scan import Limits, collect_account, wanted_by

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scanner.cli.session import Session
    from scanner.collectors import Patience, Target
    from scanner.config import Settings
    from scanner.model import Gap, Resource
    from scanner.run_groups import RunGroup
    from scanner.scan import Collected

_AGE: Final = re.compile(r"(\d{1,5})([hdw])")
_UNITS: Final = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@record(frozen=True, slots=True)
class Collection:
    """One collection of a live account; `besides` names families to collect whatever policies read."""

    session: Session
    besides: Sequence[str] = ()

    def run(self, add: Callable[[Resource | Gap | RunGroup], None], *, grouped: bool = False) -> Collected:
        """Collect, tell how far it is, and say at the end what was covered."""
        from scanner.cli.progress import coverage, open_progress  # noqa: PLC0415  # botocore takes long to import

        settings = self.session.settings
        limits = Limits(
            besides=types_of(self.besides),
            since=_time(settings.since, datetime.now(UTC)),
            metric_cost=settings.max_metric_cost,
            management=settings.management,
        )
        wanted = wanted_by(self.session.policies, limits, grouped=grouped)
        progress = open_progress(quiet=self.session.quiet)
        keep_what_is_loaded()
        try:
            collected = collect_account(
                target_of(settings), wanted, add, progress, patience_of(settings), cache_directory(settings)
            )
        finally:
            progress.close()
        if not self.session.quiet:
            say(coverage(progress.tallies))
        return collected


def target_of(settings: Settings) -> Target:
    """Say which account to look at."""
    from scanner.collectors import Target  # noqa: PLC0415  # botocore takes long to import

    return Target(
        profile=settings.profile or None,
        regions=tuple(settings.regions),
        endpoint_url=settings.endpoint_url or None,
        role_arn=settings.role_arn or None,
        external_id=settings.external_id or None,
        session_name=settings.role_session_name or "tipstaff",
    )


def patience_of(settings: Settings) -> Patience:
    """Say how long to wait, and how fast to ask."""
    from scanner.collectors import Patience  # noqa: PLC0415  # likewise

    return Patience(family=settings.family_timeout, max_rate=settings.max_calls_per_second or None)


def types_of(families: Sequence[str]) -> tuple[str, ...]:
    """Give the types of some families; `all` stands for every one. Raises ConfigError."""
    from scanner.collectors import FAMILIES  # noqa: PLC0415  # likewise

    known = {family.name: family.types for family in FAMILIES}
    for name in families:
        if name not in known and name != "all":
            hint = suggest(name, known) or f"the families are: {', '.join(known)}"
            raise ConfigError(f"there is no family {name!r}", hint)
    return tuple(kind for name, types in known.items() if name in families or "all" in families for kind in types)


def cache_directory(settings: Settings) -> Path | None:
    """Give where to keep what cannot change any more."""
    if not settings.cache:
        return None
    return Path(settings.cache_dir).expanduser() if settings.cache_dir else _own_cache()


def _own_cache() -> Path:
    """Give the user's cache directory as the operating system has it."""
    if own := os.environ.get("XDG_CACHE_HOME"):
        return Path(own) / "tipstaff"
    home = Path.home()
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "tipstaff"


def _time(text: str, now: datetime) -> str:
    """Read an age or a date as a time in UTC. Raises ConfigError."""
    if not text:
        return ""
    try:
        age = _AGE.fullmatch(text)
        moment = now - int(age[1]) * _UNITS[age[2]] if age else datetime.fromisoformat(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (OverflowError, ValueError) as error:
        raise ConfigError(f"--since {text!r} is no age and no date", "write 30d, 12h, 4w or 2026-11-01") from error
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
