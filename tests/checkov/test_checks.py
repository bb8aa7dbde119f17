"""The table of checks is what the real Checkov has on SageMaker."""

import json
import subprocess
from collections import defaultdict

from scanner.checkov.checks import CHECKS, as_policy
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES

LIST = """\
import json
from checkov.cloudformation.checks.resource.registry import cfn_registry
from checkov.common.checks_infra.registry import get_graph_checks_registry
from checkov.terraform.checks.resource.registry import resource_registry
import checkov.cloudformation.checks.resource.aws, checkov.terraform.checks.resource.aws
found = []
for registry in (resource_registry, cfn_registry):
    for entity, check in registry.all_checks():
        found.append((check.id, check.name, entity))
for name in ("terraform", "cloudformation"):
    registry = get_graph_checks_registry(name)
    registry.load_checks()
    for check in registry.checks:
        found += [(check.id, check.name, entity) for entity in check.resource_types]
print(json.dumps(found))
"""


def about_sagemaker(entity):
    return entity.startswith(("aws_sagemaker_", "AWS::SageMaker::"))


def test_every_check_about_a_resource_of_sagemaker_is_in_the_table(checkov, tmp_path):
    python = checkov.with_name("python")
    environment = {"CKV_SKIP_PACKAGE_UPDATE_CHECK": "true", "HOME": str(tmp_path)}
    ran = subprocess.run([python, "-c", LIST], env=environment, capture_output=True, check=True, cwd=tmp_path)
    entities = defaultdict(set)
    for identity, title, entity in json.loads(ran.stdout.splitlines()[-1]):
        entities[identity, title].add(entity)
    there = {
        name: {TERRAFORM_TYPES[entity].type if entity in TERRAFORM_TYPES else entity for entity in ours}
        for name, all_of_them in entities.items()
        if (ours := set(filter(about_sagemaker, all_of_them)))
        and len(ours) * 2 >= len(all_of_them)  # a few judge any resource, or what SageMaker's are connected to
    }
    assert there == {(check.id, check.title): set(check.subjects) for check in CHECKS}


def test_each_has_a_policy_that_says_where_to_read_more():
    for check in CHECKS:
        policy = as_policy(check)
        assert policy.id == f"checkov:{check.id}"
        assert (policy.code, policy.title, policy.severity.label) == (check.id, check.title, "medium")
        assert policy.links[0].startswith("https://www.checkov.io/")
