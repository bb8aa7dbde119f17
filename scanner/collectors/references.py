"""Remember which roles, buckets, images and instance types the collected resources name."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import orjson

from scanner.resource_types import BUCKET, IMAGE, INSTANCE_TYPE_OFFERING, ROLE

if TYPE_CHECKING:
    from scanner.model import Resource

# All begin with a text that `re` finds at once: this is looked for in the JSON of every resource.
_PATTERNS: Final = (
    (ROLE, re.compile(rb'(arn:[\w-]+:iam::\d{12}:role/[^"\\]+)')),
    (BUCKET, re.compile(rb"s3://([A-Za-z0-9][A-Za-z0-9._-]+)")),  # old ones have capitals, too
    (BUCKET, re.compile(rb":s3:::([A-Za-z0-9][A-Za-z0-9._-]+)")),
    (IMAGE, re.compile(rb'"(\d{12}\.dkr\.ecr[\w-]*\.[\w-]+\.amazonaws\.com[^"\\]+)')),
    (INSTANCE_TYPE_OFFERING, re.compile(rb'"ml\.([a-z][a-z0-9-]*\.[a-z0-9-]+)"')),
)


class References:
    """What the resources of an account name; filled while they are collected."""

    def __init__(self) -> None:
        self._found: defaultdict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()

    def note(self, resource: Resource) -> None:
        """Take note of what a resource names."""
        text = orjson.dumps(resource.document)
        named = [(kind, name.decode()) for kind, pattern in _PATTERNS for name in pattern.findall(text)]
        with self._lock:
            for kind, name in named:
                self._found[kind].add(name)

    def of(self, kind: str) -> frozenset[str]:
        """Give the ARNs of roles, the names of buckets, the addresses of images, or EC2's names of instance types."""
        with self._lock:
            return frozenset(self._found[kind])
