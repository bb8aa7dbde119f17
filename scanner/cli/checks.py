"""The checks of `tipstaff doctor`: what a scan would meet in this place, a line for each finding."""

from __future__ import annotations

import platform
import sys
from enum import Enum
from typing import TYPE_CHECKING

from scanner import __version__
from scanner.cli.collecting import cache_directory
from scanner.errors import CredentialsError, ExitCode, ScannerError
from scanner.records import record
from scanner.scan import engine_for, try_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.cli.session import Session
    from scanner.config import Settings
    from scanner.model import Policy


class Mark(Enum):
    """How a check came out; a hint keeps no scan from being complete."""

    OK = "ok"
    HINT = "hint"
    PROBLEM = "problem"


@record(frozen=True, slots=True)
class Line:
    """What a check found, and the exit code that it leads to."""

    mark: Mark
    about: str
    text: str
    code: ExitCode = ExitCode.OK


def told(about: str, lines: Iterator[Line]) -> Iterator[Line]:
    """Yield the lines of a check, and one for the error that ends it."""
    try:
        yield from lines
    except ScannerError as error:
        subject = "credentials" if isinstance(error, CredentialsError) else about
        text = f"{error.message}; {error.hint}" if error.hint else error.message
        yield Line(Mark.PROBLEM, subject, text, error.exit_code)


def check_engine(session: Session) -> Iterator[Line]:
    """Start the engine that a scan would judge with. Raises EngineError or PolicyError."""
    count = len(session.policies)
    if address := session.opa():
        from scanner.engines.rego_opa import opa_version  # noqa: PLC0415  # its client takes long to import

        yield Line(Mark.OK, "engine", f"OPA {opa_version(address)} at {address.url} answers, and is new enough")
        return
    engine = engine_for(None, session.catalog, session.policies, session.settings.params)
    crashes = try_engine(engine, session.policies)
    for policy in session.policies:
        if crash := crashes.get(policy.id):
            yield _crashed(policy, crash.error)
    if not crashes:
        yield Line(Mark.OK, "engine", f"the embedded engine runs the {count} selected policies")


def _crashed(policy: Policy, error: str) -> Line:
    """Rego passes over fields that are missing, so it crashes on a true subject too; Python may not."""
    text = f"{policy.file} crashes on a subject without fields: {error}"
    if policy.language == "rego":
        return Line(Mark.PROBLEM, "engine", text, ExitCode.INCOMPLETE)
    return Line(Mark.HINT, "engine", text)


def check_cache(settings: Settings) -> Iterator[Line]:
    """Look at the cache; a scan goes on without one that cannot be used."""
    from scanner.collectors.cache_health import cache_health  # noqa: PLC0415  # botocore takes long to import

    directory = cache_directory(settings)
    if directory is None:
        yield Line(Mark.OK, "cache", "is switched off: every scan asks for everything")
        return
    health = cache_health(directory)
    if health.damaged:
        text = f"{health.file} is damaged ({health.problem}); the next scan puts it aside and begins anew"
        yield Line(Mark.HINT, "cache", text)
    elif health.problem:
        text = f"{health.file} cannot be used ({health.problem}), so every scan asks for everything; see --cache"
        yield Line(Mark.HINT, "cache", text)
    elif health.size:
        yield Line(Mark.OK, "cache", f"{health.file} can be used, and has {health.size / 1e6:,.1f} MB")
    else:
        yield Line(Mark.OK, "cache", f"{health.file} is made by the first scan")


def check_versions() -> Iterator[Line]:
    """Say what runs."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Line(Mark.OK, "versions", f"tipstaff {__version__} on Python {python}, {platform.system()}")
