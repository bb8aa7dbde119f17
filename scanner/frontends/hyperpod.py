"""Say of what runs on a HyperPod cluster that it is judged with the cluster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scanner.model import Gap, GapReason, Location
from scanner.resource_types import CLUSTER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.frontends.writer import Place
    from scanner.model import Span

INSTANCE_TYPE: Final = re.compile(r"ml\.[a-z0-9-]{1,20}\.[a-z0-9-]{1,20}")


def judged_with_cluster(place: Place, names: Iterable[str], span: Span) -> Gap:
    """Make the gap; names that are no instance types are left out.

    What it runs on is the cluster's: the API has no resource for it, and its endpoints are not billed as such.
    """
    types = sorted({name for name in names if INSTANCE_TYPE.fullmatch(name)})
    where = f"{', '.join(types)} of a HyperPod cluster" if types else "a HyperPod cluster"
    return Gap(
        reason=GapReason.NOT_IN_CODE,
        message=f"{place.address} runs on {where}, and is judged with the cluster",
        needs="the code of the cluster, or a scan of the account",
        scope=place.root,
        type=CLUSTER,
        location=Location(place.file, span),
    )
