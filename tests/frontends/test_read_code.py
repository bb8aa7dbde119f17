"""Code of every format is read together, and what no front end reads is refused."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

from scanner.errors import CodeError
from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions

TERRAFORM = 'resource "aws_sagemaker_model" "m" { name = "m" }\n'
TEMPLATE = "Resources: {M: {Type: AWS::SageMaker::Model, Properties: {ModelName: m}}}\n"


@pytest.fixture(autouse=True)
def tree(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {
        "infra/main.tf": TERRAFORM,
        "infra/template.yaml": TEMPLATE,
        "infra/values.yaml": "a: 1\n",
        "broken.json": '{"Resources": {"M": {"Type": "AWS::SageMaker::',
        "notes.md": "# notes\n",
        "docs/readme.md": "# docs\n",
        "vpc/main.tf": 'resource "aws_vpc" "v" {}\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)


def read(*names: str):
    return read_code([pathlib.Path(name) for name in names], CodeOptions())


def test_a_directory_is_read_by_every_front_end():
    reading = read("infra")
    assert reading.roots == ("infra", "infra/template.yaml")
    assert [(resource.id, resource.learned) for resource in reading.resources] == [
        ("infra/main.tf:aws_sagemaker_model.m", "terraform"),
        ("infra/template.yaml:M", "cloudformation"),
    ]


@pytest.mark.parametrize(
    ("names", "roots"),
    [
        (("infra/main.tf",), ("infra",)),
        (("infra/template.yaml",), ("infra/template.yaml",)),
        (("infra/main.tf", "infra/template.yaml"), ("infra", "infra/template.yaml")),
        (("broken.json",), ("broken.json",)),
        ((".",), ("infra", "broken.json", "infra/template.yaml")),
    ],
)
def test_files_may_be_given_by_name(names, roots):
    assert read(*names).roots == roots


@pytest.mark.parametrize("names", [("docs",), ("vpc",), ("infra/values.yaml",), ("vpc/main.tf", "infra/values.yaml")])
def test_what_is_not_about_sagemaker_is_passed_over(names):
    reading = read(*names)
    assert (reading.roots, reading.resources, reading.gaps) == ((), (), ())


def test_a_root_that_is_given_up_is_not_read_again_nor_are_its_modules(tmp_path):
    for name in ("infra/serving", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "main.tf").write_text(TERRAFORM)
    (tmp_path / "infra/call.tf").write_text('module "s" {\n  source = "./serving"\n}\n')
    reading = read_code([pathlib.Path("infra"), pathlib.Path("other")], CodeOptions(file_timeout=0.00001))
    assert [gap.message for gap in reading.gaps] == [
        f"reading {name} took more than 1e-05 seconds and was given up"
        for name in ("infra", "other", "infra/template.yaml")
    ]
    assert {(gap.type, gap.blocking) for gap in reading.gaps} == {("", True)}


def test_a_file_below_a_link_inside_the_tree_is_read_once(tmp_path):
    (tmp_path / "link").symlink_to("infra", target_is_directory=True)
    assert read("link/main.tf", "infra/main.tf", "link/template.yaml").roots == ("infra", "infra/template.yaml")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("nowhere",), "there is no file or directory nowhere"),
        (("notes.md",), "notes.md is of a kind that is not read"),
        (("infra", "notes.md"), "notes.md is of a kind that is not read"),
        (("pipe",), "pipe is of a kind that is not read"),
        (("gone",), "gone is of a kind that is not read"),
    ],
)
def test_what_nothing_reads_is_refused_with_a_hint(names, message, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "gone").symlink_to("nowhere")
    with pytest.raises(CodeError) as raised:
        read(*names)
    assert raised.value.message == message
    assert raised.value.hint


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("pipe.tf", "pipe.tf is not a regular file and is not read"),
        ("pipe.py", "pipe.py is not a regular file and is not read"),
        ("away.tf", "away.tf is a symbolic link out of the tree, which is not followed"),
        ("away.py", "away.py is a symbolic link out of the tree, which is not followed"),
        ("away.ipynb", "away.ipynb is a symbolic link out of the tree, which is not followed"),
        ("away.yaml", "away.yaml is a symbolic link out of the tree, which is not followed"),
    ],
)
def test_a_file_that_is_named_and_not_read_is_a_gap(name, message, tmp_path):
    os.mkfifo(tmp_path / name) if name.startswith("pipe") else (tmp_path / name).symlink_to("/nowhere")
    (gap,) = read(name).gaps
    assert (gap.message, gap.hiding, gap.blocking) == (message, True, False)


def test_links_to_directories_out_of_the_tree_are_not_entered_and_said(tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "main.tf").write_text(TERRAFORM)
    for name in ("infra/away.py", "infra/.hidden", "infra/node_modules"):
        (tmp_path / name).symlink_to(outside, target_is_directory=True)
    (tmp_path / "infra/inside").symlink_to(tmp_path / "vpc", target_is_directory=True)
    (gap,) = read("infra").gaps
    assert gap.message == "infra/away.py is a symbolic link out of the tree, which is not followed"
    assert (gap.scope, gap.hiding, gap.blocking) == ("infra/away.py", True, False)


def test_a_ring_of_links_is_a_gap(tmp_path):
    for name in ("infra/ring.tf", "infra/ring.yaml", "infra/ring"):
        (tmp_path / name).symlink_to(pathlib.Path(name).name)
    reading = read("infra")
    assert [gap.message for gap in reading.gaps] == [
        f"infra/ring.{suffix} cannot be read: Too many levels of symbolic links" for suffix in ("tf", "yaml")
    ]
    assert [resource.name for resource in reading.resources] == ["m", "m"]


def test_a_template_alone_loads_no_parser_of_terraform():
    code = (
        "import sys; from pathlib import Path; from scanner.frontends import read_code; "
        "from scanner.frontends.reading import CodeOptions; "
        "read_code([Path('infra/template.yaml')], CodeOptions()); print('tree_sitter' in sys.modules)"
    )
    root = pathlib.Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_directories_as_deep_as_the_system_allows_are_walked(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "deep")
    for _ in range(1500):
        os.mkdir("d")  # noqa: PTH102 - the whole path would be too long for pathlib
        os.chdir("d")
    pathlib.Path("t.yaml").write_text(TEMPLATE)
    monkeypatch.chdir(tmp_path)
    reading = read("deep")
    subprocess.run(["rm", "-r", "deep"], check=True)  # pytest would fail to: it removes by recursion
    assert [resource.name for resource in reading.resources] == ["m"]


def test_environments_and_packages_are_not_walked(tmp_path):
    for place in ("venv/lib", "node_modules/x", "lib/site-packages/x", ".hidden"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "t.yaml").write_text(TEMPLATE)
    (tmp_path / "venv/pyvenv.cfg").write_text("")
    assert not [root for root in read(".").roots if root.endswith("/t.yaml")]
