"""The flags that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.config import EngineName, SeverityName, ToolName

_JUDGE = "Judging"
_OUTPUT = "Output"
_COLLECT = "Collecting"
_GATE = "Gate"

Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        help="Write a report to a file, or to stdout without a path: table, json, sarif, html, markdown, annotations,"
        " comment. Repeatable.",
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
        envvar="TIPSTAFF_FAIL_ON", help="Exit 1 from this severity on. [default: high]", rich_help_panel=_GATE
    ),
]
Strict = Annotated[
    bool | None,
    typer.Option(
        "--strict",
        envvar="TIPSTAFF_STRICT",
        help="Exit 4 also when a variable decides something, or something was not read.",
        rich_help_panel=_GATE,
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        envvar="TIPSTAFF_BASELINE",
        metavar="FILE",
        help="Mark findings as known that are in this file, see `tipstaff baseline`.",
        rich_help_panel=_GATE,
    ),
]
FailOnNew = Annotated[
    bool | None,
    typer.Option(
        "--fail-on-new",
        envvar="TIPSTAFF_FAIL_ON_NEW",
        help="Exit 1 only for findings that the baseline does not know.",
        rich_help_panel=_GATE,
    ),
]
ChangedSince = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        envvar="TIPSTAFF_CHANGED_SINCE",
        metavar="REF",
        help="Report only what changes since this branch, tag or commit touch.",
        rich_help_panel=_GATE,
    ),
]
InlineWaivers = Annotated[
    bool | None,
    typer.Option(
        " /--no-inline-waivers", help="Waive nothing that the code itself asks to waive.", rich_help_panel=_GATE
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
VarFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--var-file", metavar="FILE", help="Terraform variables, after those found by themselves. Repeatable."
    ),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--parameter", metavar="NAME=VALUE", help="A CloudFormation parameter. Repeatable."),
]
Workspace = Annotated[
    str | None,
    typer.Option("--workspace", envvar="TF_WORKSPACE", metavar="NAME", help="What terraform.workspace is."),
]
FileTimeout = Annotated[
    float | None,
    typer.Option("--file-timeout", metavar="SECONDS", min=0, help="How long reading one file may take. [default: 30]"),
]
WithTool = Annotated[
    ToolName | None,
    typer.Option(
        "--with", envvar="TIPSTAFF_WITH", help="Ask this tool about the same code as well, see docs/checkov.md."
    ),
]
CheckovCommand = Annotated[
    Path | None,
    typer.Option(
        "--checkov-command",
        envvar="TIPSTAFF_CHECKOV",
        metavar="FILE",
        help="The Checkov for --with checkov. [default: the one on PATH]",
    ),
]
Regions = Annotated[
    list[str] | None,
    typer.Option("--region", "-r", metavar="REGION", help="A region to scan, or `all`. Repeatable."),
]
Families = Annotated[
    list[str] | None,
    typer.Option(
        "--family",
        metavar="NAME",
        help="Collect this family whole, whatever policies read; or `all`. Repeatable.",
        rich_help_panel=_COLLECT,
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        envvar="TIPSTAFF_SINCE",
        metavar="AGE|DATE",
        help="Ignore jobs created before: 30d, 12h, 2026-11-01.",
        rich_help_panel=_COLLECT,
    ),
]
Management = Annotated[
    bool | None,
    typer.Option("--management", help="Collect budgets and cost allocation tags too.", rich_help_panel=_COLLECT),
]
MetricCost = Annotated[
    float | None,
    typer.Option(
        "--max-metric-cost",
        metavar="USD",
        min=0,
        help="What AWS may charge for metrics. [default: 1]",
        rich_help_panel=_COLLECT,
    ),
]
CallRate = Annotated[
    float | None,
    typer.Option(
        "--max-calls-per-second",
        metavar="N",
        min=0,
        help="Calls a second over the whole scan.",
        rich_help_panel=_COLLECT,
    ),
]
FamilyTimeout = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=1,
        help="How long one family may take in one region. [default: 3600]",
        rich_help_panel=_COLLECT,
    ),
]
CacheDir = Annotated[
    str | None,
    typer.Option(
        "--cache",
        envvar="TIPSTAFF_CACHE",
        metavar="DIR",
        help="Where to keep what cannot change any more.",
        rich_help_panel=_COLLECT,
    ),
]
UseCache = Annotated[
    bool | None,
    typer.Option(" /--no-cache", help="Keep nothing, and ask for everything.", rich_help_panel=_COLLECT),
]
Profile = Annotated[str | None, typer.Option(metavar="NAME", help="An AWS profile.")]
EndpointUrl = Annotated[
    str | None,
    typer.Option("--endpoint-url", metavar="URL", help="An endpoint in place of AWS's own, for tests."),
]
RoleArn = Annotated[
    str | None,
    typer.Option("--role-arn", metavar="ARN", help="A role to assume, in the account to scan."),
]
ExternalId = Annotated[
    str | None,
    typer.Option("--external-id", metavar="ID", help="The external id that the role asks for."),
]
RoleSessionName = Annotated[
    str | None,
    typer.Option(
        "--role-session-name", metavar="NAME", help="The role session's name in CloudTrail. [default: tipstaff]"
    ),
]
