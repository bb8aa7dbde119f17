"""Keep one comment on a pull request: made when there is something new, changed when there was one before."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = "<!-- tipstaff -->"
PAGE = 100
FORBIDDEN = 403


def main() -> int:
    """Make or change the comment; a pull request from a fork may not, and is told so."""
    body = Path(os.environ["COMMENT"]).read_text("utf-8")
    comments = f"/repos/{os.environ['GITHUB_REPOSITORY']}/issues/{int(os.environ['PULL_REQUEST'])}/comments"
    try:
        before = next(own_comments(comments), None)
        if before is not None:
            call("PATCH", f"/repos/{os.environ['GITHUB_REPOSITORY']}/issues/comments/{before}", {"body": body})
        elif int(os.environ["NEW"]):
            call("POST", comments, {"body": body})
    except urllib.error.HTTPError as error:
        if error.code != FORBIDDEN:
            print(f"::error title=tipstaff::GitHub answered {error.code} to the comment")
            return 1
        print(
            "::notice title=tipstaff::no comment: the token of this run may not write, as in pull requests from forks"
        )
    return 0


def own_comments(path: str) -> Iterator[int]:
    """Find the comments of earlier runs; a person's that looks like one is left alone."""
    page = 1
    while True:
        found = call("GET", f"{path}?per_page={PAGE}&page={page}")
        yield from (item["id"] for item in found if item["user"]["type"] == "Bot" and item["body"].startswith(MARKER))
        if len(found) < PAGE:
            return
        page += 1


def call(method: str, path: str, body: object = None) -> list[dict]:
    """Call GitHub's API. Raises HTTPError."""
    request = urllib.request.Request(  # noqa: S310 - GitHub's own address
        os.environ["GITHUB_API_URL"] + path,
        data=None if body is None else json.dumps(body).encode(),
        method=method,
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['TOKEN']}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - likewise
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())
