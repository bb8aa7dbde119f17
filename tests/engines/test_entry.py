import pytest

from scanner.engines.entry import entry_module, policy_rule_name, rule_name
from scanner.errors import PolicyError
from tests.engines.rego_policies import COUNT, JOB, SIZE, VARIANT, policy


def test_a_rule_is_named_after_its_subject_type():
    assert rule_name("AWS::SageMaker::TrainingJob") == "aws_sagemaker_trainingjob"
    assert policy_rule_name(SIZE) == "policy_acme_size"


def test_the_entry_document_asks_every_policy_of_a_subject_type_for_the_sets_it_defines():
    assert entry_module([SIZE, COUNT]) == (
        "package tipstaff.entry\n\nimport rego.v1\n\nready := true\n"
        "\npolicy_acme_size := {\n"
        '\t"violation": data.tipstaff.acme.size.violation,\n'
        '\t"exemption": data.tipstaff.acme.size.exemption,\n'
        '\t"unrecognized": data.tipstaff.acme.size.unrecognized,\n}\n'
        '\npolicy_acme_count := {\n\t"violation": data.tipstaff.acme.count.violation,\n}\n'
        '\naws_sagemaker_trainingjob := {\n\t"acme-size": policy_acme_size,\n\t"acme-count": policy_acme_count,\n}\n'
        '\ntipstaff_endpointvariant := {\n\t"acme-size": policy_acme_size,\n}\n'
    )
    assert SIZE.subjects == (JOB, VARIANT)


def test_a_policy_without_violations_is_refused():
    with pytest.raises(PolicyError, match="defines no violation"):
        entry_module([policy("none", "violations contains 1 if true")])
