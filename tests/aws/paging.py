"""Cut lists into pages, with tokens that lead to the next page of the same question only."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.aws.answers import AwsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.aws.request import Request

DEFAULT_PAGE = 10
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Paging:
    """How an operation pages: sizes, and what it calls its parameters; the answer's token is called as theirs."""

    default: int = DEFAULT_PAGE
    largest: int = LARGEST_PAGE
    size: str = "MaxResults"
    token: str = "NextToken"


SAGEMAKER = Paging()
TOKENS = frozenset({"NextToken", "nextToken", "Marker", "PaginationToken"})
"""What services call the parameter that asks for the next page."""


def question_of(request: Request, paging: Paging = SAGEMAKER) -> str:
    """Write what is asked, whatever page of it: one text for one question."""
    question = {key: value for key, value in request.params.items() if key not in {paging.size, paging.token}}
    return json.dumps([request.operation, request.account, request.region, question], sort_keys=True, default=str)


def take_page(
    request: Request, items: Sequence, paging: Paging = SAGEMAKER, *, empty: bool = False
) -> tuple[Sequence, dict[str, str]]:
    """Cut one page, and make what the answer says of the next: its token, or nothing."""
    size = int(request.params.get(paging.size) or paging.default)
    if not 1 <= size <= paging.largest:
        raise AwsError(
            "ValidationException",
            f"1 validation error detected: Value '{size}' at '{paging.size}' failed to satisfy constraint: "
            f"Member must have value less than or equal to {paging.largest}",
        )
    asked = binascii.crc32(question_of(request, paging).encode())
    start = _read_token(request.params.get(paging.token), asked)
    end = start if empty else min(start + size, len(items))
    more = end < len(items) or (empty and items)
    return items[start:end], {paging.token: _write_token(end, asked)} if more else {}


def _write_token(start: int, asked: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, asked]).encode()).decode()


def _read_token(token: object, asked: int) -> int:
    if not token:
        return 0
    try:
        start, digest = json.loads(base64.urlsafe_b64decode(str(token)))
    except (binascii.Error, ValueError) as error:
        raise AwsError("ValidationException", "Invalid pagination token.") from error
    if digest != asked:
        raise AwsError("ValidationException", "The pagination token belongs to another request.")
    return start
