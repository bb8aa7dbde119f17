"""The flags that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.config import EngineName, SeverityName

_JUDGE = "Judging"
_OUTPUT = "Output"

Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        help="Write a report (json, sarif, html, table) to a file, or to stdout without a path. Repeatable.",
        rich_help_panel=_OUTPUT,
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print no progress and no table.", rich_help_panel=_OUTPUT),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Print tracebacks of internal errors.", rich_help_panel=_OUTPUT),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", envvar="TIPSTAFF_CONFIG", help="Settings in place of tipstaff.toml."),
]
FailOn = Annotated[
    SeverityName | None,
    typer.Option(
        envvar="TIPSTAFF_FAIL_ON", help="Exit 1 from this severity on. [default: high]", rich_help_panel=_JUDGE
    ),
]
Strict = Annotated[
    bool | None,
    typer.Option(
        "--strict",
        envvar="TIPSTAFF_STRICT",
        help="Exit 4 also when something is unknown only because a variable decides it.",
        rich_help_panel=_JUDGE,
    ),
]
PolicyNames = Annotated[
    list[str] | None,
    typer.Option("--policy", metavar="ID", help="Run only this policy or area. Repeatable.", rich_help_panel=_JUDGE),
]
ExcludedNames = Annotated[
    list[str] | None,
    typer.Option("--exclude-policy", metavar="ID", help="Do not run this policy or area.", rich_help_panel=_JUDGE),
]
PolicyDirs = Annotated[
    list[Path] | None,
    typer.Option(
        "--policy-dir", metavar="DIR", help="Policies of your own, besides. Repeatable.", rich_help_panel=_JUDGE
    ),
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option("--engine", envvar="TIPSTAFF_ENGINE", help="Which Rego engine judges.", rich_help_panel=_JUDGE),
]
OpaUrl = Annotated[
    str | None,
    typer.Option(envvar="TIPSTAFF_OPA_URL", metavar="URL", help="The server for --engine opa.", rich_help_panel=_JUDGE),
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", metavar="REGION", help="A region to scan. Repeatable."),
]
Profile = Annotated[str | None, typer.Option(metavar="NAME", help="An AWS profile.")]
EndpointUrl = Annotated[
    str | None,
    typer.Option("--endpoint-url", metavar="URL", help="An endpoint in place of AWS's own, for tests."),
]
