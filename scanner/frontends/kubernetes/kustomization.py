"""Read a kustomization: say of which directories it changes resources that are judged as they are written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scanner.frontends.calls import OPERATIONS
from scanner.frontends.files import Root, absolute_path, directory_of, read_bytes, show
from scanner.frontends.nodes import entries, items, string
from scanner.frontends.reading import Reading, reading_of
from scanner.frontends.text.positions import TextError
from scanner.model import Gap, GapReason, Location

if TYPE_CHECKING:
    from pathlib import Path

    from scanner.frontends.nodes import Node
    from scanner.frontends.parsing import Document
    from scanner.frontends.reading import CodeOptions

_KINDS: Final = frozenset({"Kustomization", "Component"})
_PATCHES: Final = ("patches", "patchesStrategicMerge", "patchesJson6902")
_CONTROLLERS: Final = ".services.k8s.aws"


def read(document: Document, options: CodeOptions) -> Reading:  # noqa: ARG001 - others look at it
    """Read one kustomization. What it patches is judged without the patches; those are no resources by themselves."""
    fields = entries(document.node)
    patches = [patch for key in _PATCHES for patch in items(fields.get(key))]
    if string(fields.get("kind")) not in _KINDS or not patches:
        return Reading()
    files = {path for patch in patches if (path := _file(document.root, patch))}
    changed = next((patch for patch in patches if _is_about_sagemaker(document.root, patch)), None)
    gaps = [_gap(document, changed, root) for root in _roots(document)] if changed else []
    return reading_of(directory_of(document.root), gaps, [document.root.path, *files])


def _file(root: Root, patch: Node) -> Path | None:
    """Give the file that a patch is in."""
    name = string(patch) or string(entries(patch).get("path"))
    path = absolute_path(root.path.parent / name)
    return path if name and "\n" not in name and path.is_relative_to(root.tree) else None


def _is_about_sagemaker(root: Root, patch: Node) -> bool:
    """Tell whether a patch changes what AWS Controllers for Kubernetes make."""
    target = entries(entries(patch).get("target"))
    group, kind = string(target.get("group")), string(target.get("kind"))
    if group or kind:
        return group.endswith(_CONTROLLERS) or (not group and f"Create{kind}" in OPERATIONS)
    return _CONTROLLERS in (string(patch) + string(entries(patch).get("patch")) + _content(root, patch))


def _content(root: Root, patch: Node) -> str:
    path = _file(root, patch)
    try:
        return read_bytes(Root(path, show(path), root.tree)).decode(errors="replace") if path else ""
    except TextError:
        return ""


def _roots(document: Document) -> tuple[str, ...]:
    """Name the directories whose resources it deploys, its own among them if it has any."""
    here, tree = document.root.path.parent, document.root.tree
    names = [string(resource) for resource in items(entries(document.node).get("resources"))]
    paths = [path for name in names if name and (path := absolute_path(here / name)).is_relative_to(tree)]
    return tuple(dict.fromkeys(show(path if path.is_dir() else path.parent) for path in paths if path.exists()))


def _gap(document: Document, patch: Node, root: str) -> Gap:
    message = f"{document.file} patches resources of {root}, which are judged as they are written"
    return Gap(
        reason=GapReason.UNSUPPORTED,
        message=message,
        needs="what `kustomize build` writes",
        scope=root,
        location=Location(document.file, document.text.first_line(patch.span)),
    )
