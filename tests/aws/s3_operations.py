"""Tell which operation of S3 a request asks for: its method, its path and its query say so together."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, unquote

from tests.aws.kinds import service_model


def read_s3_request(method: str, path: str, query: str) -> tuple[str, dict[str, str]]:
    """Give the operation's name, and the bucket, the key and what the query says: `/b?encryption` of a `GET`."""
    bucket, _, key = path.lstrip("/").partition("/")
    named = {"Bucket": unquote(bucket), "Key": unquote(key)}
    asked = dict(parse_qsl(query, keep_blank_values=True))
    depth = sum(map(bool, named.values()))
    fitting = [
        (-len(needed), len(name), name)
        for name, needed in _operations().get((method, depth), ())
        if needed <= asked.keys()
    ]
    _, _, name = min(fitting, default=(0, 0, method))
    return name, {key: value for key, value in named.items() if value} | asked


@cache
def _operations() -> dict[tuple[str, int], list[tuple[str, frozenset[str]]]]:
    """Give names, and what the query has to hold, by method and by whether a bucket and a key are in the path."""
    model = service_model("s3")
    found: dict[tuple[str, int], list[tuple[str, frozenset[str]]]] = {}
    for name in model.operation_names:
        operation = model.operation_model(name)
        if not operation.deprecated:
            path, _, query = operation.http["requestUri"].partition("?")
            needed = frozenset(dict(parse_qsl(query, keep_blank_values=True)))
            found.setdefault((operation.http["method"], path.count("{")), []).append((name, needed))
    return found
