"""Waivers in comments: how they are written, what is none, and what each covers."""

import json
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.frontends import read_code
from scanner.frontends.comments import waivers_in
from scanner.frontends.reading import CodeOptions
from scanner.frontends.text.positions import Text
from scanner.frontends.text.python_comments import python_comments
from scanner.frontends.text.yaml_comments import yaml_comments
from scanner.model import Span
from tests.frontends.test_yaml_positions import cut
from tests.patience import PATIENCE


def in_python(source, **more):
    return waivers_in("job.py", source.split("\n"), python_comments(source), **more)


def one(source):
    (waiver,) = in_python(source)
    return waiver


@pytest.mark.parametrize(
    ("comment", "policies", "reason", "until"),
    [
        ("# tipstaff: ignore[TRN001] no quota", ("TRN001",), "no quota", ""),
        ("#tipstaff:ignore[TRN001] no quota", ("TRN001",), "no quota", ""),
        ("## tipstaff: ignore [TRN001] no quota", ("TRN001",), "no quota", ""),
        ("# tipstaff: ignore[TRN001, training-x ,TRN001] no quota", ("TRN001", "training-x"), "no quota", ""),
        ("# tipstaff: ignore[TRN001] no quota until 2027-01-31", ("TRN001",), "no quota", "2027-01-31"),
        ("# tipstaff: ignore[TRN001]: no quota (until 2027-01-31).", ("TRN001",), "no quota", "2027-01-31"),
        (
            "# tipstaff: ignore[TRN001] — no quota until 2027-01-31, see ML-7",
            ("TRN001",),
            "no quota see ML-7",
            "2027-01-31",
        ),
        ("# tipstaff: ignore[TRN001] until 2027-01-31", ("TRN001",), "", "2027-01-31"),
        ("# tipstaff: ignore[TRN001] no quota until 31.01.2027", ("TRN001",), "no quota", "31.01.2027"),
        *(
            (f"# tipstaff: ignore[TRN001] no quota {text}", ("TRN001",), "no quota", "2027-01-31")
            for text in (
                *("Until 2027-01-31", "UNTIL: 2027-01-31", "until=2027-01-31", "until : 2027-01-31", "until2027-01-31"),
            )
        ),
        *(
            (f"# tipstaff: ignore[TRN001] {text}", ("TRN001",), text, "")
            for text in (
                *("no quota until AWS grants it", "until ML-112 is done", "until we may drop it", "until then"),
                *("until PyTorch 2.6.0 is there", "until we have 1000 users", "the untiled 2027 set"),
            )
        ),
        ("# noqa: E501  # tipstaff: ignore[TRN001] no quota", ("TRN001",), "no quota", ""),
        ("# tipstaff: ignore[TRN001]", ("TRN001",), "", ""),
    ],
)
def test_a_comment_names_policies_a_reason_and_an_end(comment, policies, reason, until):
    waiver = one(f"job = 1  {comment}")
    assert (waiver.policies, waiver.reason, waiver.until, waiver.fault) == (policies, reason, until, "")


@pytest.mark.parametrize(
    "comment",
    [
        "# tipstaff: ignore no quota",
        "# tipstaff: ignore",
        "# tipstaff: ignore[] no quota",
        "# tipstaff: ignore[ , ] no quota",
        "# tipstaff: skip[TRN001] no quota",
        "# tipstaff: ignore[TRN001 no quota",
    ],
)
def test_a_comment_that_means_to_waive_and_cannot_says_how_to_write_it(comment):
    assert "tipstaff: ignore[POLICY] reason" in one(f"job = 1  {comment}").fault


@pytest.mark.parametrize(
    "end",
    [
        *("until January 2027", "until the end of 2027", "until end of Q3", "until '2027-01-31'", "until_2027"),
        *("until-2027-01-31", "until <2027-01-31>", "Until Friday, 31st", "until the 31.1.27", "until on 1/31"),
        *("until (end of) May 31", "until 2027-01-31, or until 2028-01-31", "until 20270131 and until end of June"),
    ],
)
def test_an_end_that_cannot_be_read_is_a_fault(end):
    assert "no date like 2027-01-31" in one(f"job = 1  # tipstaff: ignore[TRN001] no quota {end}").fault


@pytest.mark.parametrize(
    "comment",
    [
        "/* tipstaff: ignore[A1] no quota,\n   until 2027-01-31 */",
        "/* tipstaff: ignore[A1] no\n * quota\n *\n * until 2027-01-31\n */",
        "/*\n * tipstaff: ignore[A1]\n * no quota\n * until\n * 2027-01-31\n */",
        "/* tipstaff: ignore[A1] no quota\nuntil 2027-01-31*/ /* another */",
        "/* tipstaff: ignore[A1] no quota\nuntil 2027-01-31\n tipstaff: ignore[B2] more */",
        "# tipstaff: ignore[A1] no quota\n# until 2027-01-31",
        "// tipstaff: ignore[A1] no quota\n  // Until: 2027-01-31",
    ],
)
def test_an_end_on_a_later_line_of_the_comment_counts(reading, comment):
    text = f'{comment}\nresource "aws_sagemaker_model" "m" {{}}\n'
    waiver = reading(main_tf=text).waivers[0]
    assert (waiver.policies, waiver.reason.rstrip(","), waiver.until) == (("A1",), "no quota", "2027-01-31")
    assert waiver.span.start_line == text.count("\n")
    assert cut(text, waiver.location.span).startswith("tipstaff: ignore[A1]")


@pytest.mark.parametrize(
    "between",
    ["x = 1\n# until 2027-01-31", "\n# until 2027-01-31", "# more\n# until 2027-01-31", "y = 2  # until 2027-01-31"],
)
def test_a_comment_elsewhere_is_no_end(between):
    assert one(f"# tipstaff: ignore[A1] reason\n{between}\nx = 1").until == ""


@pytest.mark.parametrize(
    "comment",
    [
        "# tipstaff: judges this",
        "# write tipstaff: ignore[TRN001] to waive",
        "# x-tipstaff: ignore[TRN001] no quota",
        "# the tag tipstaff:load-test",
        "# tipstaff: ignored here",
    ],
)
def test_a_comment_about_tipstaff_is_no_waiver(comment):
    assert in_python(f"job = 1  {comment}") == ()


def test_two_waivers_in_a_comment_are_two():
    found = in_python("x = 1  # tipstaff: ignore[A1] this # tipstaff: ignore[B2] that until 2027-01-31")
    assert [(waiver.policies, waiver.reason, waiver.until) for waiver in found] == [
        (("A1",), "this", ""),
        (("B2",), "that", "2027-01-31"),
    ]


COVERED = """\
# tipstaff: ignore[A1] above

# another comment
job = call(  # tipstaff: ignore[B2] beside
    size=1,
    # tipstaff: ignore[C3] above an argument
    # tipstaff: ignore[D4] above it too
    spot=False,
)
# tipstaff: ignore[E5] at the end
"""


def test_a_waiver_covers_its_own_line_or_the_next_one_with_code():
    covered = {waiver.policies[0]: waiver.span and waiver.span.start_line for waiver in in_python(COVERED)}
    assert covered == {"A1": 4, "B2": 4, "C3": 8, "D4": 8, "E5": None}
    texts = {waiver.policies[0]: cut(COVERED, waiver.span) for waiver in in_python(COVERED) if waiver.span}
    assert texts["C3"] == texts["D4"] == "    spot=False,"


def test_a_waiver_knows_where_it_is_written():
    text = 'é = "😀"  # tipstaff: ignore[A1] reason'
    assert cut(text, one(text).location.span) == "tipstaff: ignore[A1] reason"


def test_a_notebook_says_where_its_lines_are():
    text = "# tipstaff: ignore[A1] reason\nx = 1"
    (waiver,) = in_python(text, place=lambda line, column: (7, 100 * line + column))
    assert (waiver.location.span, waiver.span) == (Span(7, 103, 7, 130), Span(7, 201, 7, 206))


@pytest.mark.parametrize(
    "source",
    [
        'x = "# tipstaff: ignore[A1] reason"',
        'x = """\n# tipstaff: ignore[A1] reason\n"""',
        "x = f'{1} # tipstaff: ignore[A1] reason'",
    ],
)
def test_what_looks_like_a_comment_in_a_string_of_python_is_none(source):
    assert in_python(source) == ()


@pytest.mark.parametrize("source", ["x = (", "x = '", "\tx\n y", "\0", "!pip install x", 'x = """'])
def test_source_that_is_no_python_gives_what_comes_before_the_fault(source):
    assert [waiver.policies for waiver in in_python(f"# tipstaff: ignore[A1] reason\n{source}")] in ([("A1",)], [])


YAML = """\
# tipstaff: ignore[A1] above
Key: "a # tipstaff: ignore[X1] quoted"  # tipstaff: ignore[B2] beside
Block: |  # tipstaff: ignore[C3] at the head of a block
  # tipstaff: ignore[X2] in a block

  text # tipstaff: ignore[X3] in a block
# tipstaff: ignore[D4] after a block
Folded: >-
  text
   # tipstaff: ignore[X4] in a block
Plain: a#b tipstaff: ignore[X5]
Single: 'a
  # tipstaff: ignore[X6] quoted'
Flow: [1, # tipstaff: ignore[E5] in a list
  "# tipstaff: ignore[X7]", 2] # tipstaff: ignore[F6] behind it
""".replace("a#b tipstaff: ignore[X5]", "a#b")


def in_yaml(text):
    return waivers_in("a.yaml", text.split("\n"), yaml_comments(Text(text)))


def test_comments_of_yaml_stand_outside_of_all_scalars():
    covered = {waiver.policies[0]: waiver.span and waiver.span.start_line for waiver in in_yaml(YAML)}
    assert covered == {"A1": 2, "B2": 2, "C3": 3, "D4": 8, "E5": 14, "F6": 15}


def test_what_is_no_yaml_has_no_comments():
    assert in_yaml("# tipstaff: ignore[A1] reason\na: 'b") == ()


@given(value=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])))
def test_no_string_of_yaml_or_json_is_ever_a_comment(value):
    text = json.dumps({"a": f"{value} # tipstaff: ignore[A1] reason", "b": [value]}, ensure_ascii=False)
    assert in_yaml(text) == ()
    assert in_yaml(f'{text[:-1]},\n "c": 1 # tipstaff: ignore[B2] reason\n}}')[0].policies == ("B2",)


HCL = """\
# tipstaff: ignore[A1] above
resource "aws_sagemaker_model" "m" {
  name = "# tipstaff: ignore[X1] ${upper("x" /* tipstaff: ignore[B2] inside */)} // tipstaff: ignore[X2]"
  // tipstaff: ignore[C3] above
  execution_role_arn = "arn:aws:iam::111122223333:role/sagemaker" // tipstaff: ignore[D4] beside
  /* tipstaff: ignore[E5] before */ enable_network_isolation = false
  /*
   * tipstaff: ignore[F6] in several lines
   */
  tags = {
    note = <<-EOT
      # tipstaff: ignore[X3] in a heredoc
    EOT
    é = "😀" # tipstaff: ignore[G7] beside
  }
}
"""


@pytest.fixture
def reading(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def read(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return read_code([tmp_path], CodeOptions())

    return read


def test_comments_of_hcl_are_those_of_its_syntax(reading):
    waivers = reading(main_tf=HCL).waivers
    covered = {waiver.policies[0]: waiver.span and waiver.span.start_line for waiver in waivers}
    assert covered == {"A1": 2, "B2": 3, "C3": 5, "D4": 5, "E5": 6, "F6": 10, "G7": 14}
    assert {waiver.reason for waiver in waivers} == {"above", "inside", "beside", "before", "in several lines"}
    assert all(cut(HCL, waiver.location.span).startswith("tipstaff: ignore[") for waiver in waivers)


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_line_ends_and_a_byte_order_mark_change_no_waiver(reading, change):
    assert reading(main_tf=change(HCL)).waivers == reading(main_tf=HCL).waivers


def test_a_module_that_two_roots_use_has_its_waivers_once(reading):
    call = 'module "m" {\n  source = "../m"\n}\n'
    assert len(reading(m__main_tf=HCL, a__main_tf=call, b__main_tf=call).waivers) == 7


def test_a_template_has_waivers_in_its_comments(reading):
    template = "Resources:\n  # tipstaff: ignore[A1] reason\n  M: {Type: AWS::SageMaker::Model}\n"
    (waiver,) = reading(a_yaml=template).waivers
    assert (waiver.location.file, waiver.location.span, waiver.span) == (
        "a.yaml",
        Span(2, 5, 2, 32),
        Span(3, 1, 3, 35),
    )


def test_twenty_thousand_waivers_are_read():
    assert len(in_yaml("# tipstaff: ignore[A1] reason\n" * 20_000)) == 20_000


@pytest.mark.parametrize("reason", ["reason", "Grund für 😀"])
def test_a_line_of_many_thousand_comments_is_read_in_time(reading, reason):
    line = f"/* tipstaff: ignore[A1] {reason} */" * 50_000
    started = perf_counter()
    waivers = reading(main_tf=f'{line} resource "aws_sagemaker_model" "m" {{}}\n').waivers
    assert (len(waivers), waivers[0].span.start_line) == (50_000, 1)
    assert perf_counter() - started < PATIENCE


@pytest.mark.parametrize(
    "filling", ["until ", "until 'x", " ", "'", "until a b c d ", "1/", "a\n", "\n * until "], ids=repr
)
def test_a_long_comment_is_read_in_time(reading, filling):
    text = f"/* tipstaff: ignore[A1] until {filling * 100_000} */"
    started = perf_counter()
    assert len(reading(main_tf=f'{text}\nresource "aws_sagemaker_model" "m" {{}}\n').waivers) == 1
    assert perf_counter() - started < PATIENCE
