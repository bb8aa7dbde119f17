import json
import re
import subprocess

import pytest

from policies.reference import load_reference
from scanner.catalog import load_catalog, parameters
from scanner.engines.rego_rewriting import rewrite
from tests.engines.conftest import opa_binary

HEAD = "package a\n\nimport data.lib.images\nimport data.lib.sizes as s\nimport data.lib.kinds.big\nimport rego.v1\n\n"


def rewritten(rules):
    text = rewrite("a.rego", HEAD + rules)
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD).strip()


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("x := images.name", "x := data.lib.images.name"),
        ('x if s["a.b"][i]', 'x if { data.lib.sizes["a.b"][i] }'),
        ("x if big", "x if { data.lib.kinds.big }"),
        ('x := "images.name"', 'x := "images.name"'),
        ("f(images) := images.name", "f(images) := images.name"),
        ("x := [y | some s in input.l; y := s.name]", "x := [y | some s in input.l; y := s.name]"),
        (
            'x contains {"a": input.b} if input.c',
            'x contains tipstaff_element if { input.c; tipstaff_element := {"a": input.b} }',
        ),
        ("x contains y if some y in input.c", "x contains y if { some y in input.c }"),
        ("x contains input.c", "x contains input.c"),
        (
            "x := -1 if {\n\tinput.a > 3\n\t[1] == input.b\n} else := 3",
            "x := -1 if {\n (input.a > 3);\n ([1] == input.b) } else := 3",
        ),
        (
            "x if not f(1) with input as {} with data.a as [1]\n\nf(_) if true",
            "x if { not f(1) with input as {} with data.a as [1] }\n\nf(_) if { true }",
        ),
        ("default f(_) := 2\n\nx if 1 in {1} | {2}", "default f(_) := 2\n\nx if { (1 in ({1} | {2})) }"),
        ("x if every k, v in input { v == k }", "x if { every k, v in input { (v == k) } }"),
        ("x[k] := v if some k, v in {1: `\\a`, 2: set()}", 'x[k] := v if { some k, v in {1: "\\\\a", 2: set()} }'),
    ],
)
def test_what_regorus_takes_otherwise_is_written_out(rules, expected):
    assert rewritten(rules) == expected


def test_every_rule_and_statement_stays_on_its_line():
    rules = '# c\nx contains {\n\t"a": 1,\n\t"b": images.c,\n} if {\n\t# d\n\tinput.e # f\n\n\tinput.g\n}\n\ny := 1\n'
    lines = rewrite("a.rego", HEAD + rules).splitlines()
    original = (HEAD + rules).splitlines()
    for text in ("x contains", "input.e", "input.g", "y := 1"):
        assert [text in line for line in lines] == [text in line for line in original]


@pytest.mark.parametrize("written", [lambda _file, text: text, rewrite], ids=["as written", "rewritten"])
def test_every_test_of_the_shipped_policies_passes_in_opa(tmp_path, written):
    catalog = load_catalog()
    texts = {policy.file: policy.text for policy in catalog.policies if policy.language == "rego"}
    for file, text in {**texts, **catalog.libraries, **catalog.tests}.items():
        (tmp_path / file.replace("/", "_")).write_text(written(file, text))
    data = {"reference": load_reference(), "params": parameters(catalog.policies, {})}
    (tmp_path / "data.json").write_text(json.dumps(data))
    done = subprocess.run([opa_binary(), "test", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.fullmatch(r"PASS: (\d+)/\1", done.stdout.strip())
    assert passed, done.stdout
    assert int(passed[1]) > 300
