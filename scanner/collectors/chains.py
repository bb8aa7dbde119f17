"""Read a list that gives its resources whole: one chain of pages."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scanner.collectors.region import Region
    from scanner.model import Resource
    from scanner.paths import Document, Json

ACCOUNT: Final = "{account}"
"""A parameter's value that stands for the account that is scanned."""


@record(frozen=True, slots=True)
class Chain:
    """One unfiltered list of whole resources.

    `arn` names the field that holds the ARN; where there is none, `made` makes one of fields. `params` are sent with
    each page.
    """

    kind: str
    operation: str
    key: str
    arn: str
    made: str
    params: Mapping[str, Json] = field(default_factory=dict)


def read_chain(region: Region, chain: Chain) -> Iterator[Resource]:
    """Yield the elements of a list, each once."""
    seen: set[str] = set()
    for document in list_chain(region, chain):
        identity = str(document.get(chain.arn) or region.made_arn(chain.operation, chain.made, document))
        if identity not in seen:
            seen.add(identity)
            yield region.resource(chain.kind, identity, document, chain.operation)


def list_chain(region: Region, chain: Chain) -> Iterator[Document]:
    """Yield the elements of a list as AWS gives them."""
    params = {key: region.account if value == ACCOUNT else value for key, value in chain.params.items()}
    return region.calls.items(chain.operation, chain.key, **params)
