"""Scan another account: credentials of a role that the user's own may assume, renewed by botocore during the scan."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from botocore.config import Config
from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials
from botocore.exceptions import ClientError

from scanner.errors import ConfigError, CredentialsError
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.session import Session

    from scanner.collectors.contract import Target

_ROLE: Final = re.compile(r"arn:[a-z-]+:iam::\d{12}:role/[\w+=,.@/-]+", re.ASCII)
_SESSION_NAME: Final = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_EXTERNAL_ID: Final = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_STS: Final = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 3, "mode": "standard"})


@record(frozen=True, slots=True)
class Role:
    """A role to assume, and for how many seconds at a time; an hour is what every role allows."""

    arn: str
    external_id: str
    session_name: str
    lifetime: int = 3600

    @property
    def partition(self) -> str:
        """The part of AWS that it is in: `aws`, `aws-cn`, `aws-us-gov`."""
        return self.arn.split(":")[1]


@record(frozen=True, slots=True)
class AssumedRole:
    """The component `credential_provider` of a session that acts as a role."""

    credentials: DeferredRefreshableCredentials

    def load_credentials(self) -> DeferredRefreshableCredentials:
        """Give the credentials; botocore asks for them once."""
        return self.credentials


def role_of(target: Target) -> Role | None:
    """Give the role that a target names. Raises ConfigError for what cannot be right whoever asks."""
    if not target.role_arn:
        if target.external_id:
            raise ConfigError("there is an external id without a role", "pass --role-arn too")
        return None
    if not _ROLE.fullmatch(target.role_arn):
        hint = "it looks like arn:PARTITION:iam::ACCOUNT:role/NAME, as `aws iam get-role` prints it"
        raise ConfigError(f"{target.role_arn!r} is not the ARN of an IAM role", hint)
    if not _SESSION_NAME.fullmatch(target.session_name):
        hint = "it has 2 to 64 letters, digits and +=,.@_-"
        raise ConfigError(f"{target.session_name!r} cannot be the name of a role session", hint)
    if target.external_id and not _EXTERNAL_ID.fullmatch(target.external_id):
        hint = "it has 2 to 1224 letters, digits and +=,.@:/_-"
        raise ConfigError(f"{target.external_id!r} cannot be an external id", hint)
    return Role(target.role_arn, target.external_id or "", target.session_name)


def assume(session: Session, role: Role, region: str, endpoint_url: str | None) -> AssumedRole:
    """Give credentials of a role, by those of a session; the first use of them, and no sooner, asks for them.

    They are renewed by one thread at a time, a quarter of an hour before they end.
    """
    fetcher = AssumeRoleCredentialFetcher(
        client_creator=partial(session.create_client, region_name=region, endpoint_url=endpoint_url, config=_STS),
        source_credentials=session.get_credentials(),
        role_arn=role.arn,
        extra_args={
            "RoleSessionName": role.session_name,
            "DurationSeconds": role.lifetime,
            **({"ExternalId": role.external_id} if role.external_id else {}),
        },
    )
    return AssumedRole(DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role"))


def sts_region(session: Session, role: Role, target: Target) -> str:
    """Choose the region whose STS is asked: one of the scan's, or the first of the role's partition."""
    chosen = (*target.regions, session.get_config_variable("region"))
    usable = session.get_available_regions("sts", role.partition)
    partitions = session.get_component("data_loader").load_data("partitions")["partitions"]
    first = next((each["outputs"]["implicitGlobalRegion"] for each in partitions if each["id"] == role.partition), "")
    return next((region for region in chosen if region in usable), first)


@contextmanager
def assuming(role: Role) -> Iterator[None]:
    """Turn a refusal to assume a role into CredentialsError."""
    try:
        yield
    except ClientError as error:
        about = error.response["Error"]
        if about["Code"] != "AccessDenied":
            raise
        hint = (
            "check that the role's trust policy names who asks, that it asks for this --external-id or for none, "
            "and that who asks is allowed sts:AssumeRole on the role"
        )
        raise CredentialsError(f"AWS denied sts:AssumeRole on {role.arn}: {about['Message']}", hint) from error
