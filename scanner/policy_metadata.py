"""What the METADATA block of a policy has to hold; shipped policies are held to it when they are linted."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scanner.errors import PolicyError

GUIDE: Final = "see docs/writing-policies.md"
_Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Link(_Strict):
    ref: Annotated[str, Field(pattern=r"^https://")]
    description: str = ""


class _Metric(_Strict):
    namespace: _Text
    name: _Text
    stat: _Text
    period: Annotated[int, Field(ge=60, multiple_of=60)]
    days: Annotated[int, Field(ge=1, le=455)]


class _Custom(_Strict):
    code: Annotated[str, Field(pattern=r"^[A-Z]{2,8}\d{3}$")]
    severity: Literal["info", "low", "medium", "high", "critical"]
    category: Literal["cost", "resilience", "performance", "security", "operations"]
    subject: _Text | Annotated[list[_Text], Field(min_length=1)]
    reads: Annotated[list[_Text], Field(min_length=1)]
    remediation: _Text
    params: dict[str, bool | int | float | str | list[str]] = {}
    controls: dict[str, list[str]] = {}
    aliases: list[str] = []
    metrics: list[_Metric] = []


class _Metadata(_Strict):
    title: _Text
    description: _Text
    custom: _Custom
    related_resources: list[_Link] = []


def check_metadata(file: str, metadata: object) -> None:
    """Raise PolicyError for metadata that is not as it has to be."""
    try:
        _Metadata.model_validate(metadata)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "METADATA"
        raise PolicyError(f"{file}: metadata {where}: {first['msg']}", GUIDE) from error
