"""Settings: a flag over TIPSTAFF_* over the file over the default; an unknown key is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scanner.errors import ConfigError, suggest

if TYPE_CHECKING:
    from pathlib import Path

SeverityName = Literal["critical", "high", "medium", "low", "none"]
EngineName = Literal["embedded", "opa"]
ParameterValue = bool | int | float | str | list[str]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class EnvironmentSettings(_Table):
    """How `input.environment` is decided; what is given here comes on top of the defaults."""

    tag_keys: Annotated[list[str], Field(description="Tag keys that name the environment, most telling first.")] = []
    production: Annotated[list[str], Field(description="More words that mean production.")] = []
    non_production: Annotated[list[str], Field(description="More words that mean non-production.")] = []
    production_accounts: Annotated[list[str], Field(description="Accounts in which everything is production.")] = []
    non_production_accounts: Annotated[list[str], Field(description="Accounts in which nothing is production.")] = []


class Settings(_Table):
    """What `tipstaff.toml`, or `[tool.tipstaff]` in pyproject.toml, may say."""

    fail_on: Annotated[SeverityName, Field(description="The severity from which findings fail the run.")] = "high"
    strict: Annotated[bool, Field(description="Treat every unknown finding as an incomplete scan.")] = False
    policies: Annotated[list[str], Field(description="Policies to run: ids, codes or areas. All when empty.")] = []
    exclude_policies: Annotated[list[str], Field(description="Policies not to run: ids, codes or areas.")] = []
    policy_dirs: Annotated[list[str], Field(description="Directories with policies of your own.")] = []
    params: Annotated[
        dict[str, dict[str, ParameterValue]],
        Field(description="Parameters by policy id or code, over the policy's defaults."),
    ] = {}
    engine: Annotated[EngineName, Field(description="Which Rego engine judges.")] = "embedded"
    opa_url: Annotated[str, Field(description="The OPA server for the engine `opa`.")] = "http://127.0.0.1:8181"
    opa_ca_file: Annotated[
        str, Field(description="A PEM file of the authorities that OPA's certificate is checked by.")
    ] = ""
    profile: Annotated[str, Field(description="The AWS profile of a scan.")] = ""
    regions: Annotated[list[str], Field(description="The AWS regions of a scan.")] = []
    endpoint_url: Annotated[str, Field(description="An endpoint in place of AWS's own, for tests.")] = ""
    var_files: Annotated[list[str], Field(description="Terraform variable files, in order.")] = []
    parameters: Annotated[dict[str, str], Field(description="Values of CloudFormation parameters.")] = {}
    environment: EnvironmentSettings = EnvironmentSettings.model_construct()


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
    return Settings.model_construct()  # the defaults, without the validators that only a file needs


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
    try:
        return Settings.model_validate(table)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] != "extra_forbidden":
            raise ConfigError(f"{file}: {key}: {first['msg']}", "see docs/configuration.md") from error
        known = EnvironmentSettings.model_fields if first["loc"][0] == "environment" else Settings.model_fields
        hint = suggest(str(first["loc"][-1]), known) or f"the keys are: {', '.join(known)}"
        raise ConfigError(f"{file}: unknown key {key!r}", hint) from error
