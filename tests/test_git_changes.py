"""What git says has changed, in real repositories."""

import os

import pytest

from scanner.errors import ChangesError
from scanner.git_changes import Hunk, find_base, read_changes
from tests.repository import NO_CONFIG, Repository

LINES = "".join(f"line {number}\n" for number in range(1, 21))


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", NO_CONFIG)
    made = Repository(tmp_path / "work")
    made.commit(main_tf=LINES, other_tf=LINES)
    monkeypatch.chdir(made.directory)
    return made


def changed(*files, since="HEAD"):
    return dict(read_changes(find_base(since), files or ("main.tf", "other.tf")).hunks)


def edit(repository, number, *new, name="main.tf"):
    lines = (repository.directory / name).read_text().splitlines(keepends=True)
    lines[number - 1 : number] = [f"{line}\n" for line in new]
    repository.write(name, "".join(lines))


@pytest.mark.usefixtures("repository")
def test_nothing_has_changed():
    assert changed() == {}


@pytest.mark.parametrize(
    ("new", "hunks"),
    [
        (["changed"], [Hunk(5, 1)]),
        (["line 5", "added", "added"], [Hunk(6, 2)]),
        ([], [Hunk(4, 0)]),
        (["+++ b/other.tf", "@@ -1,1 +1,900 @@", "-- a/x"], [Hunk(5, 3)]),
    ],
)
def test_changed_added_and_deleted_lines_are_known_whatever_they_look_like(repository, new, hunks):
    edit(repository, 5, *new)
    assert changed() == {"main.tf": hunks}


def test_several_changes_of_a_file_are_apart(repository):
    edit(repository, 15, "changed")
    edit(repository, 5, "changed")
    edit(repository, 1)
    assert changed() == {"main.tf": [Hunk(0, 0), Hunk(4, 1), Hunk(14, 1)]}


@pytest.mark.parametrize("staged", [True, False])
def test_what_is_not_committed_counts(repository, staged):
    edit(repository, 5, "changed")
    if staged:
        repository.git("add", "main.tf")
    assert changed() == {"main.tf": [Hunk(5, 1)]}


def test_a_file_without_a_newline_at_its_end_is_read(repository):
    repository.write("main.tf", LINES.rstrip("\n"))
    assert changed() == {"main.tf": [Hunk(20, 1)]}


def test_the_other_branch_goes_on_without_being_compared_with(repository):
    repository.git("checkout", "--quiet", "-b", "feature")
    edit(repository, 5, "changed")
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    edit(repository, 9, "of another pull request")
    repository.commit()
    repository.git("checkout", "--quiet", "feature")
    assert changed(since="main") == {"main.tf": [Hunk(5, 1)]}


def test_tags_and_commits_are_names_as_well(repository):
    repository.git("tag", "v1")
    edit(repository, 5, "changed")
    repository.commit()
    assert changed(since="v1") == changed(since=repository.git("rev-parse", "v1")) == {"main.tf": [Hunk(5, 1)]}


def test_a_file_that_git_does_not_track_is_new_also_where_it_is_ignored(repository):
    repository.commit(_gitignore="made.json\n")
    repository.write("made.json", "{}")
    repository.write("new.tf", "a")
    repository.write("added.tf", "a")
    repository.git("add", "added.tf")
    assert changed("made.json", "new.tf", "added.tf", "main.tf") == {
        "made.json": None,
        "new.tf": None,
        "added.tf": None,
    }


@pytest.mark.usefixtures("repository")
def test_a_file_outside_of_the_repository_is_new(tmp_path):
    (tmp_path / "else.tf").write_text("a")
    outside = (tmp_path / "else.tf").as_posix()
    assert changed(outside, "../else.tf") == {outside: None, "../else.tf": None}


def test_a_renamed_file_is_compared_with_what_it_was(repository):
    repository.git("mv", "main.tf", "renamed.tf")
    assert changed("renamed.tf") == {}
    edit(repository, 5, "changed", name="renamed.tf")
    assert changed("renamed.tf") == {"renamed.tf": [Hunk(5, 1)]}


@pytest.mark.parametrize(
    "name",
    [
        "with space.tf",
        'with "quotes".tf',
        "with\nnewline.tf",
        "tab\there.tf",
        "ünï😀.tf",
        "-dash.tf",
        ":(glob)*.tf",
        "a[b].tf",
    ],
)
def test_any_name_of_a_file_is_told(repository, name):
    repository.write(name, LINES)
    repository.commit()
    edit(repository, 5, "changed", name=name)
    edit(repository, 9, "changed", name="main.tf")
    assert changed(name) == {name: [Hunk(5, 1)]}


def test_a_name_that_is_not_utf8_is_told(repository):
    name = os.fsdecode(b"caf\xe9.tf")
    (repository.directory / name).write_text(LINES)
    repository.commit()
    edit(repository, 5, "changed", name=name)
    assert changed(name) == {name: [Hunk(5, 1)]}


def test_files_are_named_as_seen_from_the_working_directory(repository, monkeypatch):
    repository.commit(infra__a_tf=LINES)
    edit(repository, 5, "changed", name="infra/a.tf")
    edit(repository, 9, "changed")
    monkeypatch.chdir(repository.directory / "infra")
    assert changed("a.tf", "../main.tf") == {"a.tf": [Hunk(5, 1)], "../main.tf": [Hunk(9, 1)]}


def test_a_symbolic_link_changes_with_what_it_leads_to(repository):
    (repository.directory / "link.tf").symlink_to("main.tf")
    repository.commit()
    assert changed("link.tf") == {}
    edit(repository, 5, "changed")
    assert changed("link.tf") == {"link.tf": [Hunk(5, 1)]}
    (repository.directory / "link.tf").unlink()
    (repository.directory / "link.tf").symlink_to("other.tf")
    assert changed("link.tf") == {"link.tf": None}


def test_a_file_of_a_repository_within_is_new(repository):
    inner = Repository(repository.directory / "inner")
    inner.commit(a_tf=LINES)
    repository.commit()
    assert changed("inner/a.tf") == {"inner/a.tf": None}


@pytest.mark.parametrize("attributes", ["*.tf -diff", "*.tf binary", "*.tf diff=strange", "*.tf linguist-generated"])
def test_attributes_cannot_hide_a_change(repository, attributes):
    repository.commit(_gitattributes=attributes)
    edit(repository, 5, "changed")
    assert changed() == {"main.tf": [Hunk(5, 1)]}


def test_nothing_that_is_configured_is_run(repository, tmp_path):
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    spy.chmod(0o755)
    repository.commit(_gitattributes="*.tf diff=spy")
    for key in (
        *("core.sshCommand", "core.gitProxy", "core.askPass", "core.editor", "credential.helper", "gpg.program"),
        *("core.alternateRefsCommand", "remote.origin.uploadpack", "remote.origin.vcs"),
    ):
        repository.git("config", key, str(spy))
    for key in ("diff.external", "diff.spy.textconv", "diff.spy.command", "core.fsmonitor", "core.pager", "pager.diff"):
        repository.git("config", key, str(spy))
    hook = repository.directory / ".git/hooks/post-index-change"
    hook.write_text(spy.read_text())
    hook.chmod(0o755)
    edit(repository, 5, "changed")
    (tmp_path / "ran").unlink(missing_ok=True)
    assert changed() == {"main.tf": [Hunk(5, 1)]}
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["spy", "a.b=C", "ünï"])
@pytest.mark.parametrize("key", ["clean", "smudge", "process"])
def test_no_filter_is_run(repository, tmp_path, monkeypatch, key, name):
    (tmp_path / "spy").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    (tmp_path / "spy").chmod(0o755)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"filter.{name}.{key}")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(tmp_path / "spy"))
    repository.git("config", f"filter.{name}.required", "true")
    edit(repository, 5, "changed")
    repository.write(".git/info/attributes", f"*.tf filter={name}\n")
    assert changed() == {"main.tf": [Hunk(5, 1)]}
    assert not (tmp_path / "ran").exists()


def bare_in_disguise(directory, spy):
    """Commit to a repository of its own, and lay it out as files that a commit can hold."""
    inner = Repository(directory)
    inner.commit(main_tf=LINES, _gitattributes="*.tf filter=spy")
    inner.git("config", "filter.spy.clean", spy)
    inner.git("config", "core.worktree", ".")
    for entry in (directory / ".git").iterdir():
        entry.rename(directory / entry.name)
    (directory / ".git").rmdir()


@pytest.mark.parametrize("bare", ["true", "false"])
def test_files_that_look_like_a_repository_are_none(repository, tmp_path, monkeypatch, bare):
    bare_in_disguise(repository.directory / "infra", f"touch {tmp_path}/ran")
    repository.git("config", "--file=infra/config", "core.bare", bare)
    repository.commit()
    edit(repository, 5, "changed", name="infra/main.tf")
    (tmp_path / "ran").unlink(missing_ok=True)
    assert changed("infra/main.tf") == {"infra/main.tf": [Hunk(5, 1)]}
    monkeypatch.chdir(repository.directory / "infra")
    with pytest.raises(ChangesError, match="not in a git repository"):
        find_base("HEAD")
    assert not (tmp_path / "ran").exists()


def test_a_partial_clone_fetches_nothing(repository, tmp_path, monkeypatch):
    repository.git("config", "uploadpack.allowFilter", "true")
    origin = repository.directory.as_uri()
    repository.git("clone", "--quiet", "--filter=blob:none", origin, "clone", directory=tmp_path)
    (tmp_path / "clone/main.tf").write_text("changed\n")
    clone = Repository(tmp_path / "clone")
    edit(repository, 5, "newer")
    repository.commit()
    clone.git("fetch", "--quiet")
    clone.git("config", "remote.origin.uploadpack", f"touch {tmp_path}/ran")
    clone.git("reset", "--quiet", "--soft", "origin/main")
    monkeypatch.chdir(tmp_path / "clone")
    with pytest.raises(ChangesError, match="git failed"):
        changed("main.tf")
    assert not (tmp_path / "ran").exists()


def test_a_working_tree_and_a_submodule_are_as_good(repository, tmp_path, monkeypatch):
    origin = repository.directory.as_uri()
    repository.git("worktree", "add", "--quiet", "-b", "else", str(tmp_path / "tree"))
    outer = Repository(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", origin, "inner")
    for place in (tmp_path / "tree", tmp_path / "outer/inner"):
        monkeypatch.chdir(place)
        (place / "main.tf").write_text(LINES.replace("line 5\n", "changed\n"))
        assert changed() == {"main.tf": [Hunk(5, 1)]}


@pytest.mark.parametrize("setting", ["core.autocrlf=true", "core.eol=crlf"])
def test_ends_of_lines_are_no_changes(repository, setting):
    repository.commit(_gitattributes="*.tf text")
    repository.git("config", *setting.split("="))
    (repository.directory / "main.tf").unlink()
    repository.git("checkout", "--quiet", "main.tf")
    assert b"\r\n" in (repository.directory / "main.tf").read_bytes()
    (repository.directory / "main.tf").write_bytes(
        LINES.replace("line 5\n", "changed\n").replace("\n", "\r\n").encode()
    )
    assert changed() == {"main.tf": [Hunk(5, 1)]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.context", "7"),
        ("diff.interHunkContext", "9"),
        ("diff.renames", "false"),
        ("diff.relative", "true"),
        ("color.ui", "always"),
        ("core.quotepath", "true"),
        ("status.showUntrackedFiles", "no"),
    ],
)
def test_the_configuration_of_the_user_changes_nothing(repository, key, value):
    repository.git("config", key, value)
    repository.git("mv", "other.tf", "renamed.tf")
    edit(repository, 5, "changed")
    edit(repository, 7, "changed")
    edit(repository, 9, "changed", name="renamed.tf")
    assert changed("main.tf", "renamed.tf") == {"main.tf": [Hunk(5, 1), Hunk(7, 1)], "renamed.tf": [Hunk(9, 1)]}


@pytest.mark.parametrize(
    "since", ["-p", "--output=x", "", "nowhere", "main..main", "^main", "a\nb", "a\0b", "main:main.tf"]
)
def test_a_name_that_is_no_commit_is_refused(repository, since):
    with pytest.raises(ChangesError) as caught:
        find_base(since)
    assert caught.value.hint
    assert not (repository.directory / "x").exists()


def test_outside_of_a_repository_there_are_no_changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ChangesError, match="not in a git repository"):
        find_base("main")


def test_a_repository_without_a_commit_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(Repository(tmp_path / "empty").directory)
    with pytest.raises(ChangesError, match="git knows no commit"):
        find_base("HEAD")


def test_a_shallow_clone_without_the_common_commit_says_how_to_fetch_it(repository, tmp_path, monkeypatch):
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit(a_tf="1")
    repository.git("checkout", "--quiet", "main")
    repository.commit(b_tf="1")
    origin = repository.directory.as_uri()
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", origin, "clone", directory=tmp_path)
    monkeypatch.chdir(tmp_path / "clone")
    with pytest.raises(ChangesError, match="in this shallow clone") as caught:
        find_base("origin/feature")
    assert "fetch-depth: 0" in caught.value.hint


def test_histories_that_have_nothing_in_common_are_told(repository):
    repository.git("checkout", "--quiet", "--orphan", "else")
    repository.commit(else_tf="1")
    with pytest.raises(ChangesError, match="no commit in common"):
        find_base("main")


def test_without_git_the_error_says_so(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository.directory))
    with pytest.raises(ChangesError, match="git is not installed"):
        find_base("main")
