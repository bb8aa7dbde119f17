"""Make answers of AWS at random from botocore's own models: every field absent, null or filled."""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache

from botocore.loaders import Loader
from botocore.model import ServiceModel

TIMES = (
    1763607600,
    1763607600.125,
    1763607600.9996,
    0,
    -1.5,
    4102444799.0005,
    "2025-11-20T03:00:00Z",
    "2025-11-20T05:00:00.5+02:00",
    "1763607600.25",
    "Thu, 20 Nov 2025 03:00:00 GMT",
)
TEXTS = ("", "ml.m5.large", "null", 'a "quoted" \\ text', "Zürich 東京 🚀 \u2028", "\u0000\u001f")
SCALARS = {
    "string": TEXTS,
    "character": TEXTS,
    "boolean": (True, False),
    "integer": (0, 1, -7, 2**31 - 1),
    "long": (0, 2**53 + 1, -(2**63)),
    "float": (0.0, 0.1, -2.5e-7, 3),
    "double": (0.0, 0.1, 1e300, 3),
    "timestamp": TIMES,
    "blob": ("",),
}
DEEPEST = 12


@cache
def service_model(service):
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


def output_of(service, operation):
    return service_model(service).operation_model(operation).output_shape


def body(random, shape):
    """Give the bytes of an answer."""
    value = _structure(random, shape, 0, random.choice((0.0, 0.1)))
    return json.dumps(value, ensure_ascii=random.random() < 0.5).encode()


def _value(random, shape, depth, nulls):
    match shape.type_name:
        case "structure":
            return _structure(random, shape, depth, nulls)
        case "list":
            size = 0 if depth > DEEPEST else random.randrange(3)
            return [_or_null(random, shape.member, depth, nulls) for _ in range(size)]
        case "map":
            size = 0 if depth > DEEPEST else random.randrange(3)
            keys = random.sample([text for text in TEXTS if text], size)
            plain = shape.value.type_name not in {"list", "map", "timestamp", "blob"}
            return {key: _or_null(random, shape.value, depth, nulls if plain else 0) for key in keys}
        case "blob":
            return b64encode(random.choice(TEXTS).encode()).decode()
        case scalar:
            return random.choice(SCALARS[scalar])


def _or_null(random, shape, depth, nulls):
    return None if random.random() < nulls else _value(random, shape, depth + 1, nulls)


def _structure(random, shape, depth, nulls):
    share = 1.0 if depth < 2 else 0.6 if depth < 5 else 0.2
    names = [name for name in shape.members if depth <= DEEPEST and random.random() < share]
    if shape.is_tagged_union:
        names, nulls = [random.choice(list(shape.members))], 0
    return {
        shape.members[name].serialization.get("name", name): _or_null(random, shape.members[name], depth, nulls)
        for name in names
    }
