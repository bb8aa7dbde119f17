"""Settings: a flag over TIPSTAFF_* over the file over the default; an unknown key is an error."""

from __future__ import annotations

from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from scanner.errors import ConfigError, suggest
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SeverityName = Literal["critical", "high", "medium", "low", "none"]
EngineName = Literal["embedded", "opa"]
ToolName = Literal["none", "checkov"]
ParameterValue = bool | int | float | str | list[str]

_DAY: Final = 86_400
_MOST: Final = {
    "file_timeout": _DAY,
    "family_timeout": _DAY,
    "checkov_timeout": _DAY,
    "max_calls_per_second": 1_000_000,
    "max_metric_cost": 1_000_000,
}
"""The largest values of numbers; the smallest is 0. What is larger is no limit, and to clocks no number."""

_STRICT: Final = {"extra": "forbid", "use_attribute_docstrings": True}
"""How pydantic checks a file against these classes; without a file it is not even imported."""


@record(frozen=True, slots=True)
class EnvironmentSettings:
    """How `input.environment` is decided; what is given here comes on top of the defaults."""

    __pydantic_config__: ClassVar = _STRICT

    tag_keys: list[str] = field(default_factory=list)
    """Tag keys that name the environment, most telling first."""
    production: list[str] = field(default_factory=list)
    """More words that mean production."""
    non_production: list[str] = field(default_factory=list)
    """More words that mean non-production."""
    production_accounts: list[str] = field(default_factory=list)
    """Accounts in which everything is production."""
    non_production_accounts: list[str] = field(default_factory=list)
    """Accounts in which nothing is production."""


@record(frozen=True, slots=True)
class Settings:
    """What `tipstaff.toml`, or `[tool.tipstaff]` in pyproject.toml, may say."""

    __pydantic_config__: ClassVar = _STRICT

    fail_on: SeverityName = "high"
    """The severity from which findings fail the run."""
    strict: bool = False
    """Treat every unknown finding, and all that is not read, as an incomplete scan."""
    baseline: str = ""
    """A file of findings that are known, which `tipstaff baseline write` wrote."""
    fail_on_new: bool = False
    """Let only findings fail the run that the baseline does not know."""
    inline_waivers: bool = True
    """Accept what comments and metadata in the code waive."""
    policies: list[str] = field(default_factory=list)
    """Policies to run: ids, codes or areas. All when empty."""
    exclude_policies: list[str] = field(default_factory=list)
    """Policies not to run: ids, codes or areas."""
    policy_dirs: list[str] = field(default_factory=list)
    """Directories with policies of your own."""
    params: dict[str, dict[str, ParameterValue]] = field(default_factory=dict)
    """Parameters by policy id or code, over the policy's defaults."""
    engine: EngineName = "embedded"
    """Which Rego engine judges."""
    opa_url: str = "http://127.0.0.1:8181"
    """The OPA server for the engine `opa`."""
    opa_ca_file: str = ""
    """A PEM file of the authorities that OPA's certificate is checked by."""
    profile: str = ""
    """The AWS profile of a scan."""
    role_arn: str = ""
    """The role to assume for a scan, in the account to scan."""
    external_id: str = ""
    """The external id that the role asks for."""
    role_session_name: str = ""
    """The name of the role session, as CloudTrail shows it; `tipstaff` when empty."""
    regions: list[str] = field(default_factory=list)
    """The AWS regions of a scan; `all` for those that the account has enabled."""
    since: str = ""
    """How far back to look at jobs: `30d`, `12h`, or a date. All of them when empty."""
    management: bool = False
    """Collect budgets and cost allocation tags as well."""
    max_metric_cost: float = 1.0
    """US dollars that AWS may charge for the metrics of one scan."""
    max_calls_per_second: float = 0.0
    """Calls a second over the whole scan. As many as AWS takes when 0."""
    family_timeout: float = 3600.0
    """Seconds that one family of resources may take in one region."""
    cache: bool = True
    """Keep what cannot change any more, and do not ask for it again."""
    cache_dir: str = ""
    """Where to keep it. The user's own cache directory when empty."""
    endpoint_url: str = ""
    """An endpoint in place of AWS's own, for tests."""
    var_files: list[str] = field(default_factory=list)
    """Terraform variable files, in order."""
    parameters: dict[str, str] = field(default_factory=dict)
    """Values of CloudFormation parameters."""
    workspace: str = ""
    """What `terraform.workspace` is."""
    file_timeout: float = 30.0
    """Seconds that reading one file, or one directory of Terraform, may take; for ever when 0."""
    with_tool: ToolName = "none"
    """Another tool to ask about the same code."""
    checkov_timeout: float = 600.0
    """Seconds that Checkov may take; for ever when 0."""
    environment: EnvironmentSettings = field(default_factory=EnvironmentSettings)
    """How `input.environment` is decided."""

    def under(self, flags: Mapping[str, Any]) -> Settings:
        """Put flags over these; one that is None, or that is repeatable and empty, was not given.

        Raises ConfigError.
        """
        given = {name: value for name, value in flags.items() if value is not None and value not in ((), [])}
        settings = replace(self, **given)
        for name, most in _MOST.items():
            value = getattr(settings, name)
            if not 0 <= value <= most:  # nan is not either
                raise ConfigError(f"{name} cannot be {value:g}", f"give a number from 0 to {most:,}")
        return settings


def load_settings(directory: Path, file: Path | None = None) -> Settings:
    """Read the given file, or `tipstaff.toml` or pyproject.toml of a directory, or nothing. Raises ConfigError."""
    if file is not None:
        return _read(file, _parse(file))
    own = directory / "tipstaff.toml"
    if own.is_file():
        return _read(own, _parse(own))
    shared = directory / "pyproject.toml"
    if shared.is_file():
        tool = _parse(shared).get("tool")
        return _read(shared, tool.get("tipstaff", {}) if isinstance(tool, dict) else {})
    return Settings()


def _parse(file: Path) -> dict[str, object]:
    import tomllib  # noqa: PLC0415  # only a file needs it

    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"there is no configuration file {file}", "check the path given to --config") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}", "it has to be a UTF-8 text file") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is not valid TOML: {error}", "see docs/configuration.md") from error


def _read(file: Path, table: dict[str, object]) -> Settings:
    if not table:
        return Settings()
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # takes long to import, and only a file needs it

    try:
        return TypeAdapter(Settings).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] != "unexpected_keyword_argument":
            raise ConfigError(f"{file}: {key}: {first['msg']}", "see docs/configuration.md") from error
        known = [item.name for item in fields(EnvironmentSettings if first["loc"][0] == "environment" else Settings)]
        hint = suggest(str(first["loc"][-1]), known) or f"the keys are: {', '.join(known)}"
        raise ConfigError(f"{file}: unknown key {key!r}", hint) from error
