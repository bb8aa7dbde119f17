import subprocess
import sys
import textwrap

import pytest

from scanner.catalog import load_catalog, parameters
from scanner.errors import PolicyError
from scanner.policy_files import metadata_of, read_policy
from scanner.policy_metadata import check_metadata

GOOD = textwrap.dedent("""\
    # METADATA
    # title: Jobs have a limit
    # description: They do.
    # custom:
    #   code: ACM001
    #   severity: low
    #   category: cost
    #   subject: AWS::SageMaker::TrainingJob
    #   reads: [resource.StoppingCondition.MaxRuntimeInSeconds, "resource.CheckpointConfig.S3Uri?", runs.count]
    #   params: {hours: 2}
    #   remediation: Set one.
    package tipstaff.acme.limit

    import rego.v1
    import future.keywords.not

    violation contains {"path": "resource", "message": "m"} if not input.resource.StoppingCondition
    """)


def read(text):
    return read_policy("policies/acme/limit.rego", text)


def test_identity_comes_from_the_place_of_the_file():
    policy = read(GOOD)
    assert (policy.id, policy.package, policy.code) == ("acme-limit", "tipstaff.acme.limit", "ACM001")
    assert [(read.path[-1], read.presence) for read in policy.reads] == [
        ("MaxRuntimeInSeconds", False),
        ("S3Uri", True),
        ("count", False),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        (
            "StoppingCondition.MaxRuntimeInSeconds",
            "StoppingCondition.MaxRunTimeInSeconds",
            "MaxRunTimeInSeconds",
            "MaxRuntimeInSeconds",
        ),
        ("runs.count", "runs.counts", "runs.counts", "count"),
        ("AWS::SageMaker::TrainingJob", "AWS::SageMaker::TrainJob", "AWS::SageMaker::TrainJob", "TrainingJob"),
        (
            "package tipstaff.acme.limit",
            "package tipstaff.acme.limits",
            "the package is",
            "package tipstaff.acme.limit",
        ),
        ("import future.keywords.not\n", "", "future.keywords.not", "engines differ"),
        ("severity: low", "severity: lowish", "severity", "writing-policies"),
        ("#   code: ACM001\n", "", "custom.code", "writing-policies"),
        ("remediation: Set one.", "remedy: Set one.", "remed", "writing-policies"),
        ("# METADATA\n", "", "no METADATA", "# METADATA"),
        ("title: Jobs have a limit", "title: [", "not valid YAML", "quote"),
    ],
)
def test_a_mistake_in_a_policy_is_named_with_what_to_do(old, new, message, hint):
    with pytest.raises(PolicyError) as caught:
        read(GOOD.replace(old, new))
    assert message in caught.value.message
    assert "acme/limit.rego" in caught.value.message
    assert hint in caught.value.hint


def user_dir(tmp_path, **files):
    area = tmp_path / "acme"
    area.mkdir()
    for name, text in files.items():
        (area / f"{name}.rego").write_text(text)
    return tmp_path


def test_policies_of_the_user_join_the_shipped_ones(tmp_path):
    catalog = load_catalog([user_dir(tmp_path, limit=GOOD)])
    assert catalog.find("ACM001").id == catalog.find("acme-limit").id == "acme-limit"
    assert not catalog.find("ACM001").shipped


def test_two_policies_with_one_code_are_refused_naming_both_files(tmp_path):
    other = GOOD.replace("acme.limit", "acme.other")
    with pytest.raises(PolicyError, match="both called ACM001") as caught:
        load_catalog([user_dir(tmp_path, limit=GOOD, other=other)])
    assert "limit.rego" in caught.value.message
    assert "other.rego" in caught.value.message


def test_a_policy_directory_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(PolicyError, match="does not exist"):
        load_catalog([tmp_path / "nothing"])


def test_selection_is_by_id_code_or_area(tmp_path):
    catalog = load_catalog([user_dir(tmp_path, limit=GOOD)])
    assert [policy.id for policy in catalog.select(["acme"])] == ["acme-limit"]
    assert [policy.id for policy in catalog.select(["ACM001"])] == ["acme-limit"]
    assert "acme-limit" not in [policy.id for policy in catalog.select((), ["acme-limit"])]
    assert len(catalog.select()) == len(catalog.policies)


def test_an_unknown_policy_suggests_a_known_one():
    with pytest.raises(PolicyError, match="TRN01") as caught:
        load_catalog().select(["TRN01"])
    assert "did you mean TRN0" in caught.value.hint


def test_parameters_are_the_policys_own_with_the_users_over_them():
    policy = read(GOOD)
    assert parameters([policy], {}) == {"acme": {"limit": {"hours": 2}}}
    assert parameters([policy], {"ACM001": {"hours": 3}}) == {"acme": {"limit": {"hours": 3}}}
    with pytest.raises(PolicyError, match="no parameter 'hour'"):
        parameters([policy], {"acme-limit": {"hour": 3}})


def test_every_shipped_policy_is_read_and_has_tests():
    catalog = load_catalog()
    for policy in catalog.policies:
        check_metadata(policy.file, metadata_of(policy.file, policy.text))
    rego = [policy for policy in catalog.policies if policy.language == "rego"]
    assert {policy.file.replace(".rego", "_test.rego") for policy in rego} <= set(catalog.tests)


def test_wrapped_lines_are_paragraphs_and_lists_stay():
    text = GOOD.replace("# description: They do.", "# description: |\n#   One\n#   paragraph.\n#\n#   - a\n#   - b")
    assert read(text).description == "One paragraph.\n\n- a\n- b"


def test_the_shipped_policies_are_known_without_a_parser_of_yaml():
    code = "import sys; from scanner.catalog import load_catalog; load_catalog(); print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
