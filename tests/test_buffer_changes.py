"""What has changed in texts that stand for files."""

from pathlib import Path

import pytest

from scanner.buffer_changes import hunks_between, with_buffers
from scanner.git_changes import Hunk, find_base, read_changes
from tests.repository import NO_CONFIG, Repository

LINES = [f"line {number}\n" for number in range(1, 21)]


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", NO_CONFIG)
    made = Repository(tmp_path / "work")
    made.commit(main_tf="".join(LINES))
    monkeypatch.chdir(made.directory)
    return made


def edited(*edits):
    lines = list(LINES)
    for number, *new in sorted(edits, reverse=True):
        lines[number - 1 : number] = [f"{line}\n" for line in new]
    return "".join(lines).encode()


@pytest.mark.parametrize(
    ("edits", "hunks"),
    [
        ([], []),
        ([(5, "changed")], [Hunk(5, 1)]),
        ([(5, "line 5", "added", "added")], [Hunk(6, 2)]),
        ([(5,)], [Hunk(4, 0)]),
        ([(1,), (5, "changed"), (15, "changed")], [Hunk(0, 0), Hunk(4, 1), Hunk(14, 1)]),
        ([(20,)], [Hunk(19, 0)]),
        ([(20, "line 20", "added")], [Hunk(21, 1)]),
        ([(number,) for number in range(1, 21)], [Hunk(0, 0)]),
    ],
)
def test_a_text_is_compared_as_git_compares_a_file(repository, edits, hunks):
    base, text = find_base("HEAD"), edited(*edits)
    of_text = with_buffers(read_changes(base, []), {"main.tf": text}).hunks["main.tf"]
    repository.write("main.tf", text)
    assert list(of_text) == hunks == list(read_changes(base, ["main.tf"]).hunks.get("main.tf", ()))


def test_a_text_counts_in_place_of_the_file(repository):
    repository.write("main.tf", edited((5, "changed")))
    changes = read_changes(find_base("HEAD"), ["main.tf"])
    assert with_buffers(changes, {"main.tf": "".join(LINES).encode()}).hunks == {"main.tf": ()}


def test_what_the_commit_does_not_have_is_new(repository):
    repository.write("new.tf", "x")
    assert with_buffers(read_changes(find_base("HEAD"), []), {"new.tf": b"x"}).hunks == {"new.tf": None}


@pytest.mark.usefixtures("repository")
def test_a_link_is_what_it_leads_to():
    Path("link.tf").symlink_to("main.tf")
    changes = with_buffers(read_changes(find_base("HEAD"), []), {"link.tf": edited((5, "changed"))})
    assert changes.hunks == {"link.tf": (Hunk(5, 1),)}


@pytest.mark.parametrize("attributes", ["*.tf diff=x filter=x", "*.tf -diff", "*.tf working-tree-encoding=UTF-16"])
def test_nothing_that_the_repository_configures_is_run(repository, tmp_path, attributes):
    ran = tmp_path / "ran"
    for key in ("diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean"):
        repository.git("config", key, f"touch {ran}; cat")
    base = find_base("HEAD")
    repository.write(".gitattributes", attributes)
    changes = with_buffers(read_changes(base, []), {"main.tf": edited((5, "changed"))})
    assert (dict(changes.hunks), ran.exists()) == ({"main.tf": (Hunk(5, 1),)}, False)


def test_ends_of_lines_are_no_change():
    assert list(hunks_between(b"a\nb\n", b"a\r\nb\r\n")) == []
    assert list(hunks_between(b"a\nb\n", b"a\nb")) == []


def test_of_many_lines_all_between_the_first_and_the_last_change_count():
    lines = [b"%d" % number for number in range(9_000)]
    new = [b"x", *lines[1:4_000], b"x", *lines[4_001:8_000], b"x", *lines[8_001:]]
    assert list(hunks_between(b"\n".join(lines), b"\n".join(new))) == [Hunk(1, 8_001)]
