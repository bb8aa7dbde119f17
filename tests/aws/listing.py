"""Answer Describe and List of SageMaker from seeded documents, with the service's habits."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from tests.aws.answers import AwsError
from tests.aws.documents import cut, seconds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.aws.kinds import Kind
    from tests.aws.request import Request
    from tests.aws.store import AccountRegion, Entry

DEFAULT_PAGE = 10
LARGEST_PAGE = 100
_PAGING = frozenset({"MaxResults", "NextToken", "SortBy", "SortOrder"})
_TIMES = {"Created": "CreationTime", "Modified": "LastModifiedTime", "LastModified": "LastModifiedTime"}
_COULD_NOT_FIND = ("Model", "Endpoint", "EndpointConfig", "InferenceComponent")


def describe(place: AccountRegion, kind: Kind, request: Request) -> dict:
    """Give one document. Raises AwsError when there is none."""
    entry = place.find(kind, request.params)
    if entry is not None:
        return entry.document
    name = str(request.params.get(kind.identity[0]))
    if kind.name in _COULD_NOT_FIND:
        arn = name if name.startswith("arn:") else place.arn(kind.name, name)
        noun = kind.arn_type.replace("-", " ").replace("config", "configuration")
        raise AwsError("ValidationException", f'Could not find {noun} "{arn}".')
    if kind.name == "TrainingJob":
        raise AwsError("ValidationException", "Requested resource not found.")
    if kind.name.endswith("Job"):
        raise AwsError("ValidationException", f"Could not find requested job with name: {name}")
    raise AwsError("ResourceNotFound", f"{kind.name} {name} does not exist.")


def list_page(place: AccountRegion, kind: Kind, request: Request, *, empty: bool) -> dict:
    """Give one page of summaries: cut to size first, filtered afterwards, as AWS does."""
    params = request.params
    ordered = sorted(place.all(kind.name), key=lambda entry: _sort_value(kind, entry, params.get("SortBy")))
    if params.get("SortOrder", "Descending") == "Descending":
        ordered.reverse()
    page, token = take_page(request, ordered, default=DEFAULT_PAGE, empty=empty)
    summaries = [cut(kind.listing.summary, entry.document) for entry in page if _passes(kind, entry.document, params)]
    return {kind.listing.key: summaries} | ({"NextToken": token} if token else {})


def take_page(
    request: Request, items: Sequence, *, default: int, largest: int = LARGEST_PAGE, empty: bool = False, **keys: str
) -> tuple[Sequence, str | None]:
    """Cut one page and make the token for the next. `keys` name the parameters where a service has its own."""
    size_key, token_key = keys.get("size", "MaxResults"), keys.get("token", "NextToken")
    size = int(request.params.get(size_key) or default)
    if not 1 <= size <= largest:
        raise AwsError(
            "ValidationException",
            f"1 validation error detected: Value '{size}' at '{size_key}' failed to satisfy constraint: "
            f"Member must have value less than or equal to {largest}",
        )
    question = {key: value for key, value in request.params.items() if key not in {size_key, token_key}}
    asked = json.dumps([request.operation, request.account, request.region, question], sort_keys=True, default=str)
    start = _read_token(request.params.get(token_key), asked)
    end = start if empty else min(start + size, len(items))
    return items[start:end], _write_token(end, asked) if end < len(items) or (empty and items) else None


def _write_token(start: int, asked: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([start, _digest(asked)]).encode()).decode()


def _read_token(token: object, asked: str) -> int:
    if not token:
        return 0
    try:
        start, digest = json.loads(base64.urlsafe_b64decode(str(token)))
    except (binascii.Error, ValueError) as error:
        raise AwsError("ValidationException", "Invalid pagination token.") from error
    if digest != _digest(asked):
        raise AwsError("ValidationException", "The pagination token belongs to another request.")
    return start


def _digest(text: str) -> int:
    return binascii.crc32(text.encode())


def _sort_value(kind: Kind, entry: Entry, by: object) -> tuple:
    key = {"Name": kind.name_key, "Status": kind.status_key, None: "CreationTime"}.get(by, by)
    value = entry.document.get(str(key), 0)
    return (isinstance(value, str), value, entry.identity)


def _passes(kind: Kind, document: Mapping, params: Mapping) -> bool:
    return all(_meets(kind, document, key, wanted) for key, wanted in params.items() if key not in _PAGING)


def _meets(kind: Kind, document: Mapping, key: str, wanted: object) -> bool:
    if key == "NameContains":
        return str(wanted).lower() in str(document[kind.name_key]).lower()
    if key == "StatusEquals":
        return document.get(kind.status_key) == wanted
    for suffix, sign in (("After", 1), ("Before", -1)):
        if key.endswith(suffix):
            stem = key.removesuffix(suffix)
            moment = document.get(_TIMES.get(stem, stem))
            return moment is not None and sign * moment > sign * seconds(wanted)
    stem = key.removesuffix("Equals")
    if key.endswith("Contains"):
        return str(wanted) in str(_value(document, key.removesuffix("Contains")))
    value = _value(document, stem)
    return wanted in (value.values() if isinstance(value, dict) else (value,))


def _value(document: Mapping, key: str) -> object:
    """Find a field in the document or one level below it."""
    if key in document:
        return document[key]
    return next((part[key] for part in document.values() if isinstance(part, dict) and key in part), None)
