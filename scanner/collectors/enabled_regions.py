"""Find out which regions an account has enabled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.collectors.calls import CREDENTIALS_HINT
from scanner.collectors.failures import CallError, Extent
from scanner.errors import AccountError, CredentialsError

if TYPE_CHECKING:
    from scanner.collectors.calls import Calls

LIST_REGIONS: Final = "ec2:DescribeRegions"
"""What `--region all` asks."""


def enabled_regions(calls: Calls) -> list[str]:
    """Name the regions, by asking in one of them. Raises AccountError, or CredentialsError."""
    try:
        return [str(region.get("RegionName")) for region in calls.items(LIST_REGIONS, "Regions")]
    except CallError as error:
        failure = error.failure
        if failure.extent in {Extent.CREDENTIALS, Extent.REGION}:
            raise CredentialsError(f"AWS does not accept the credentials: {failure.code}", CREDENTIALS_HINT) from error
        hint = f"name them with --region, or allow {LIST_REGIONS}"
        raise AccountError(f"the enabled regions are not known: {failure.message}", hint) from error
