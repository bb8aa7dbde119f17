"""Collect from the fake AWS and look at what came of it."""

from datetime import UTC, datetime

from scanner.collectors import Patience, Root, Target, Wanted, collect
from scanner.model import Gap, Resource

SCOPE = "111122223333/us-east-1"
WORLD = "111122223333/aws-global"
QUICK = Patience(connect=2, read=10, throttled=30, failing=10, first_wait=0.001, longest_wait=0.01, pace=10_000)
HASTY = Patience(connect=1, read=1, throttled=0.2, failing=0.2, first_wait=0.01, longest_wait=0.05, pace=10_000)


class Collected:
    """What one collection gave."""

    def __init__(self, items, told):
        self.resources = [item for item in items if isinstance(item, Resource)]
        self.gaps = [item for item in items if isinstance(item, Gap)]
        self.roots = [item.scope for item in items if isinstance(item, Root)]
        self.lines = told.lines
        self.called_when_told = told.called
        self.tallies = {(tally.region, tally.family): tally for tally in told.tallies}

    def of(self, kind):
        return {resource.name: resource for resource in self.resources if resource.type == kind}

    def facts(self):
        return {resource.id: (resource.type, resource.document, resource.tags) for resource in self.resources}


def wanting(*kinds, reads=None, **more):
    """Want all of these types, or what `reads` says of them."""
    kinds = frozenset(kinds)
    return Wanted(kinds, dict.fromkeys(kinds, frozenset({()})) | (reads or {}), **more)


class Told:
    """Progress that remembers what it was told."""

    def __init__(self, aws):
        self.lines = []
        self.tallies = []
        self.called = []
        self._aws = aws

    def say(self, message):
        self.lines.append(message)
        self.called.append(set(self._aws.calls.by_operation()))

    def show(self, tallies):
        self.tallies = list(tallies)


def collected(aws, wanted, *, regions=("us-east-1",), patience=QUICK, cache=None):
    told = Told(aws)
    target = Target(None, regions, aws.url)
    return Collected(list(collect(target, wanted, told, patience, cache)), told)


def with_times(fields, value):
    match fields, value:
        case {"*": inside}, dict():
            return {key: with_times(inside, item) for key, item in value.items()}
        case dict(), dict():
            return {key: with_times(fields[key], item) for key, item in value.items()}
        case [inside], list():
            return [with_times(inside, item) for item in value]
        case "timestamp", _:
            text = datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds")
            return text.replace("+00:00", "Z").replace(".000Z", "Z")
        case _:
            return value


def without_tags(document):
    return {key: value for key, value in document.items() if key not in {"Tags", "NextToken"}}
