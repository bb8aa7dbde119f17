"""Give the defaults of the SageMaker Python SDK that a configuration file sets, in the shape of the API.

The SDK takes them in place of arguments that code does not give; `filled` in `filling.py` does the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from os.path import dirname, isfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.frontends.files import Root, read_bytes, show
from scanner.frontends.naming import api_key
from scanner.frontends.nodes import Node, entries, items, nested
from scanner.frontends.parsing import parse_documents
from scanner.frontends.text.blanks import value_of
from scanner.frontends.text.positions import TextError
from scanner.records import record
from scanner.resource_types import TRAINING_JOB, TYPES
from scanner.shapes import fields_by_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.paths import Json

NAMES: Final = ("config.yaml", "config.yml", "config.json")
_SIGNS: Final = (b"SchemaVersion", b"SageMaker")
_TAGS: Final = "Tags"
_GLOBAL: Final = "GlobalDefaults"
_REMOTE: Final = {
    "RoleArn": ("RoleArn",),
    "Tags": ("Tags",),
    "VpcConfig": ("VpcConfig",),
    "EnvironmentVariables": ("Environment",),
    "EnableInterContainerTrafficEncryption": ("EnableInterContainerTrafficEncryption",),
    "InstanceType": ("ResourceConfig", "InstanceType"),
    "VolumeKmsKeyId": ("ResourceConfig", "VolumeKmsKeyId"),
    "S3KmsKeyId": ("OutputDataConfig", "KmsKeyId"),
    "ImageUri": ("AlgorithmSpecification", "TrainingImage"),
}
"""What the configuration of `@remote` is called in the request for its training job."""


@record(frozen=True, slots=True)
class SdkDefaults:
    """What one configuration file sets.

    `by_type` has, for types of resources, an object with the API's fields; places are those in `file`. `remote` is one
    for the training jobs of `@remote` and `@step`.
    """

    file: str
    by_type: Mapping[str, Node] = field(default_factory=dict)
    remote: Node | None = None


def defaults_for(script: Root) -> SdkDefaults | None:
    """Give the defaults of the nearest configuration file: in the script's directory, or above it within the tree.

    A file that cannot be parsed gives none; that it cannot is said where the files of its format are read.
    """
    for directory in _upwards(script.path, script.tree):
        for name in NAMES:
            if not isfile(f"{directory}/{name}"):  # noqa: PTH113 - to make a Path takes longer than to look
                continue
            if found := _defaults_in(Path(directory, name), script.tree):
                return found
    return None


def _upwards(path: Path, tree: Path) -> Iterator[str]:
    """Give the directories that a file of a tree is in, from its own to the tree's."""
    directory, end = dirname(path), str(tree)  # noqa: PTH120 - likewise
    yield directory
    while len(directory) > len(end):
        directory = dirname(directory)  # noqa: PTH120 - likewise
        yield directory


def _defaults_in(path: Path, tree: Path) -> SdkDefaults | None:
    root = Root(path, show(path), tree)
    try:
        data = read_bytes(root)
        documents = list(parse_documents(root, data)) if all(sign in data for sign in _SIGNS) else []
    except TextError:
        return None
    return defaults_of(documents[0].node, root.name) if len(documents) == 1 else None


def defaults_of(node: Node, file: str) -> SdkDefaults | None:
    """Give the defaults that a document sets; None for one that is something else."""
    document = entries(node)
    sections = entries(document.get("SageMaker"))
    if "SchemaVersion" not in document or not sections:
        return None
    sdk = entries(sections.get("PythonSDK"))
    resources = entries(sdk.get("Resources"))
    by_type: dict[str, Node] = {}
    for kind in TYPES.values():
        name = kind.name.rpartition("::")[2]
        layers = (
            (resources.get(_GLOBAL), resources.get(name), sections.get(name)) if kind.service == "sagemaker" else ()
        )
        shape = fields_by_type()[kind.name]
        if fields := {key: node for layer in layers for key, node in _in_shape(layer, shape).items()}:
            by_type[kind.name] = replace(document["SageMaker"], value=fields)
    remote = entries(sdk.get("Modules")).get("RemoteFunction")
    return SdkDefaults(file, by_type, _training_job(remote) if remote else None)


def _in_shape(layer: Node | None, shape: Json) -> dict[str, Node]:
    """Put fields under the API's keys: version 3 of the SDK writes them with underscores."""
    if not isinstance(shape, dict):
        return {}
    written = {api_key((*shape, _TAGS), name): node for name, node in entries(layer).items()}
    return {key: _pairs(node) if key == _TAGS else _shaped(node, shape[key]) for key, node in written.items() if key}


def _shaped(node: Node, shape: Json) -> Node:
    match node.value, shape:
        case Mapping(), dict() if "*" not in shape:
            return replace(node, value=_in_shape(node, shape))
        case Mapping(), {"*": inner}:
            return replace(node, value={key: _shaped(item, inner) for key, item in entries(node).items()})
        case tuple(), [inner]:
            return replace(node, value=tuple(_shaped(item, inner) for item in items(node)))
        case _:
            return replace(node, value=value_of(node))


def _pairs(tags: Node) -> Node:
    return replace(tags, value=tuple(_pair(tag) for tag in items(tags)))


def _pair(tag: Node) -> Node:
    fields = {key.capitalize(): replace(node, value=value_of(node)) for key, node in entries(tag).items()}
    return replace(tag, value=fields)


def _training_job(remote: Node) -> Node:
    fields = nested(_REMOTE, entries(remote))
    return replace(remote, value=_in_shape(replace(remote, value=fields), fields_by_type()[TRAINING_JOB]))
