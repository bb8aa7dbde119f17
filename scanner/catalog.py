"""Find policies, and select among them."""

from __future__ import annotations

from importlib import resources
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from scanner.errors import PolicyError, suggest
from scanner.policy_files import read_policy
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from scanner.model import Policy
    from scanner.paths import Json

_LIBRARY = "lib"
_RESERVED_AREAS = frozenset({"reference", "frameworks", "__pycache__"})


@record(frozen=True, slots=True)
class Catalog:
    """All policies at hand; `libraries` and `tests` are Rego texts by file."""

    policies: tuple[Policy, ...]
    libraries: Mapping[str, str]
    tests: Mapping[str, str]

    @property
    def names(self) -> dict[str, str]:
        """Lead from every id, short code and alias to the id of its policy."""
        return {name: policy.id for policy in self.policies for name in _names(policy)}

    def find(self, name: str) -> Policy:
        """Find one policy by id, short code or alias. Raises PolicyError."""
        for policy in self.policies:
            if name in _names(policy):
                return policy
        raise PolicyError(
            f"there is no policy {name!r}", suggest(name, self.names) or "`tipstaff policies list` shows all"
        )

    def select(self, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> tuple[Policy, ...]:
        """Choose by id, code, alias, or a whole area (`training`); nothing included means all. Raises PolicyError."""
        chosen = {policy.id for name in include for policy in self._matching(name)}
        dropped = {policy.id for name in exclude for policy in self._matching(name)}
        kept = (policy for policy in self.policies if (not include or policy.id in chosen) and policy.id not in dropped)
        return tuple(kept)

    def _matching(self, name: str) -> tuple[Policy, ...]:
        in_area = tuple(policy for policy in self.policies if area(policy) == name)
        return in_area or (self.find(name),)


def area(policy: Policy) -> str:
    """Name the folder that a policy is in."""
    return policy.package.split(".")[1]


def parameters(policies: Iterable[Policy], overrides: Mapping[str, Mapping[str, Json]]) -> dict[str, Json]:
    """Lay out `data.params`: each policy's defaults under its package, with the user's values over them."""
    by_area: dict[str, dict[str, Json]] = {}
    for policy in policies:
        changed = overrides.get(policy.id, {}) or overrides.get(policy.code, {})
        if unknown := sorted(set(changed) - set(policy.params)):
            known = ", ".join(policy.params) or "none"
            raise PolicyError(f"policy {policy.id} has no parameter {unknown[0]!r}", f"its parameters are: {known}")
        by_area.setdefault(area(policy), {})[policy.package.split(".")[2]] = {**policy.params, **changed}
    return dict(by_area)


def load_catalog(policy_dirs: Sequence[FilePath] = ()) -> Catalog:
    """Read the shipped policies and those of the user's directories. Raises PolicyError."""
    texts = [(file, text, True) for file, text in _files(resources.files("policies"), "policies")]
    for directory in policy_dirs:
        if not directory.is_dir():
            raise PolicyError(
                f"the policy directory {directory} does not exist", "give --policy-dir an existing directory"
            )
        texts += [(file, text, False) for file, text in _files(directory, directory.as_posix())]
    libraries, tests, policies = {}, {}, []
    for file, text, shipped in texts:
        if file.endswith("_test.rego"):
            tests[file] = text
        elif FilePath(file).parent.name == _LIBRARY:
            libraries[file] = text
        else:
            policies.append(read_policy(file, text, shipped=shipped))
    _refuse_duplicates(policies)
    return Catalog(tuple(sorted(policies, key=lambda policy: policy.id)), libraries, tests)


def _files(directory: Traversable, name: str) -> Iterator[tuple[str, str]]:
    for area_directory in sorted(directory.iterdir(), key=lambda entry: entry.name):
        if not area_directory.is_dir() or area_directory.name in _RESERVED_AREAS or area_directory.name.startswith("."):
            continue
        for entry in sorted(area_directory.iterdir(), key=lambda entry: entry.name):
            if entry.name.endswith((".rego", ".py")) and entry.name != "__init__.py":
                file = f"{name}/{area_directory.name}/{entry.name}"
                try:
                    yield file, entry.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError) as error:
                    raise PolicyError(f"{file} cannot be read: {error}", "policies are UTF-8 text files") from error


def _names(policy: Policy) -> tuple[str, ...]:
    return (policy.id, policy.code, *policy.aliases)


def _refuse_duplicates(policies: Iterable[Policy]) -> None:
    seen: dict[str, Policy] = {}
    for policy in policies:
        for name in _names(policy):
            if name in seen:
                raise PolicyError(
                    f"{policy.file} and {seen[name].file} are both called {name}",
                    "give one of them another file name or code",
                )
            seen[name] = policy
