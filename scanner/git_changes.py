"""Ask git what has changed since a commit: no network, no hooks, nothing that the repository configures is run."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanner.errors import ChangesError
from scanner.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_LONGEST: Final = 300
_CONFIG: Final = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),  # files of a commit can look like one, with a configuration
)
_NO_FILTER: Final = {"clean": "", "smudge": "", "process": "", "required": "false"}
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone would fetch what it lacks
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_LEFT_OUT: Final = frozenset({"GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"})
_DIFF: Final = (
    *("diff", "--no-ext-diff", "--no-textconv", "--no-color"),
    *("--find-renames", "--ignore-submodules=all", "--text"),  # as text whatever .gitattributes says
)
_LINK: Final = b"120000"
"""The mode of symbolic links: their content is no text of the file that they lead to."""
_COMMIT: Final = re.compile(r"[0-9a-f]{40,64}")
_HUNK: Final = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_FETCH: Final = "fetch the history first: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout"


@record(frozen=True, slots=True)
class Hunk:
    """Lines of a file that are new or changed; with a count of 0, something was deleted behind the line `first`."""

    first: int
    count: int


@record(frozen=True, slots=True)
class Base:
    """The commit to compare with: where the history of HEAD parted from that of a commit, branch or tag."""

    since: str
    commit: str
    top: Path


@record(frozen=True, slots=True)
class Changes:
    """What has changed in some files: hunks by the file's name; None for a file that is new as a whole."""

    base: Base
    hunks: Mapping[str, Sequence[Hunk] | None]


def find_base(since: str) -> Base:
    """Find what to compare the working tree with, as a pull request does. Raises ChangesError."""
    if not since or since.startswith("-"):
        raise ChangesError(f"{since!r} is no name of a commit", "give a branch, a tag or a commit: origin/main")
    top = _ask("rev-parse", "--show-toplevel")
    own = _ask("rev-parse", "--git-dir")
    if top is None or own is None or Path.cwd().is_relative_to(Path(own).resolve()):  # older gits take files for one
        raise ChangesError(
            "the working directory is not in a git repository that can be read",
            "run in a clone that you own: `git status` says what is wrong with this one",
        )
    commit = _ask("rev-parse", "--verify", "--quiet", f"{since}^{{commit}}")
    if commit is None or not _COMMIT.fullmatch(commit):
        raise ChangesError(f"git knows no commit, branch or tag {since!r} here", _FETCH)
    if _ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        raise ChangesError("the repository has no commit yet", "commit something first")
    base = _ask("merge-base", commit, "HEAD")
    if base is None:
        shallow = _ask("rev-parse", "--is-shallow-repository") == "true"
        raise ChangesError(
            f"{since} and HEAD have no commit in common" + (" in this shallow clone" if shallow else ""),
            _FETCH if shallow else "give a branch that the checked out one started from",
        )
    return Base(since, base.splitlines()[0], Path(top))


def read_changes(base: Base, files: Iterable[str]) -> Changes:
    """Read what has changed in files, which are named as seen from the working directory. Raises ChangesError.

    What git does not track has no older version to be compared with: it counts as new.
    """
    wanted = sorted(set(files))
    tracked = frozenset(_run(base.top, "ls-files", "-z").split(b"\0")) if wanted else frozenset()
    comparison = _Comparison(base, _without_filters(base.top))
    changed = _changed(comparison) if wanted else {}
    hunks: dict[str, Sequence[Hunk] | None] = {}
    for name in wanted:
        found = [_of_path(comparison, path, tracked, changed) for path in _paths(base, name)]
        if None in found:
            hunks[name] = None
        elif together := [hunk for one in found if one for hunk in one]:
            hunks[name] = together
    return Changes(base, hunks)


def read_base(base: Base, name: str) -> bytes | None:
    """Read what a file, or that which a symbolic link leads to, said in the commit; None where it was not there."""
    *_, path = _paths(base, name)
    done = _git(base.top, ("cat-file", "blob", base.commit.encode() + b":" + path))
    return done.stdout if done.returncode == 0 else None


@record(frozen=True, slots=True)
class _Comparison:
    """Compares the working tree with a commit; its environment switches every filter of files off."""

    base: Base
    environment: Mapping[str, str]

    def diff(self, *options: str, paths: Sequence[bytes] = ()) -> bytes:
        return _run(self.base.top, *_DIFF, *options, self.base.commit, "--", *paths, environment=self.environment)


def _without_filters(top: Path) -> dict[str, str]:
    """Override every filter that is configured, through the environment: its name may hold any sign, `=` as well."""
    keys = _git(top, ("config", "-z", "--name-only", "--get-regexp", r"^filter\.")).stdout.split(b"\0")
    filters = sorted({os.fsdecode(key.rpartition(b".")[0]) for key in keys if key})
    settings = [(f"{name}.{key}", value) for name in filters for key, value in _NO_FILTER.items()]
    given = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    numbered = list(enumerate(settings, given))
    return (
        {"GIT_CONFIG_COUNT": str(given + len(settings))}
        | {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in numbered}
        | {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in numbered}
    )


def _paths(base: Base, name: str) -> Iterator[bytes]:
    """Name a file as git does; a symbolic link is two files."""
    absolute = Path(os.path.abspath(name))  # noqa: PTH100 - resolve() would follow a symbolic link
    directory, target = absolute.parent.resolve(), absolute.resolve()
    for path in dict.fromkeys((directory / absolute.name, target)):
        yield os.fsencode(os.path.relpath(path, base.top.resolve()))


def _of_path(
    comparison: _Comparison, path: bytes, tracked: frozenset[bytes], changed: Mapping[bytes, tuple[bytes, ...]]
) -> Sequence[Hunk] | None:
    if path not in tracked:
        return None
    if path not in changed:
        return ()
    old = changed[path]
    return _hunks(comparison.diff("--unified=0", "--inter-hunk-context=0", paths=old)) if old else None


def _changed(comparison: _Comparison) -> dict[bytes, tuple[bytes, ...]]:
    """Give every changed path with the paths to compare: its own, and that which it had before; none if all is new."""
    parts = iter(comparison.diff("--raw", "-z", "--no-abbrev").split(b"\0"))
    changed: dict[bytes, tuple[bytes, ...]] = {}
    for about in parts:
        if not about.startswith(b":"):
            continue
        _, mode, *_, status = about.split()
        paths = (next(parts), next(parts)) if status[:1] in (b"R", b"C") else (next(parts),)
        compared = status[:1] in (b"M", b"R") and mode != _LINK
        changed[paths[-1]] = paths if compared else ()
    return changed


def _hunks(patch: bytes) -> list[Hunk]:
    """Read the hunks of a patch without context: there every line of a file begins with a sign."""
    return [Hunk(int(found[1]), int(found[2] or 1)) for found in _HUNK.finditer(patch)]


def _ask(*arguments: str) -> str | None:
    """Give the answer without its newline; None where there is none."""
    done = _git(Path.cwd(), arguments)
    return os.fsdecode(done.stdout).removesuffix("\n") if done.returncode == 0 else None


def _run(directory: Path, *arguments: str | bytes, environment: Mapping[str, str] = _ENVIRONMENT) -> bytes:
    done = _git(directory, arguments, environment)
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise ChangesError(f"git failed: {told[0] if told else done.returncode}", "try `git diff` yourself")
    return done.stdout


def _git(
    directory: Path, arguments: Sequence[str | bytes], environment: Mapping[str, str] = _ENVIRONMENT
) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    try:
        return subprocess.run(  # noqa: S603 - the reference is checked, and paths come after `--`
            ["git", "--no-pager", "--literal-pathspecs", *_CONFIG, *arguments],  # noqa: S607 - as the user's PATH has it
            cwd=directory,
            env={**kept, **environment, **_ENVIRONMENT},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except FileNotFoundError as error:
        raise ChangesError("git is not installed", "install git, or leave --changed-since away") from error
    except (ValueError, OSError) as error:
        raise ChangesError("git cannot be started with this name of a commit", "give another name") from error
    except subprocess.TimeoutExpired as error:
        raise ChangesError(f"git gave no answer within {_LONGEST} seconds", "try `git diff` yourself") from error
