"""What is read of the example agrees with tfparse, which evaluates Terraform by the evaluator of another project."""

from pathlib import Path

import pytest
import tfparse

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from scanner.frontends.terraform.type_table import TERRAFORM_TYPES

EXAMPLE = Path(__file__).parents[3] / "examples/infrastructure/terraform"


def leaves(value, name=""):
    """Yield every scalar with its own name, as the API and Terraform both have it but for case and underscores."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item, name)
    else:
        yield name.replace("_", "").lower(), str(value).lower()


@pytest.fixture(scope="module")
def theirs():
    found = tfparse.load_from_path(str(EXAMPLE), vars_paths=["terraform.tfvars"])
    return {item["__tfmeta"]["path"]: item for kind in TERRAFORM_TYPES for item in found.get(kind, ())}


@pytest.fixture(scope="module")
def ours():
    reading = read_code([EXAMPLE], CodeOptions())
    return {item.origin.address: item for item in reading.resources if item.origin}


def test_the_same_resources_are_there(ours, theirs):
    assert set(ours) == set(theirs)
    assert len(ours) > 80


def test_every_value_that_both_give_is_the_same(ours, theirs):
    compared, different = 0, []
    for address, resource in ours.items():
        known = set(leaves(theirs[address]))
        names = {name for name, _ in known}
        for name, value in leaves(resource.document):
            said = name if name in names else "name"  # `name` is EndpointName, PolicyName, … in the API
            if "${" in value or (said == "name" and not name.endswith("name")):
                continue  # what only a deployment decides, and the content of dynamic blocks, which tfparse leaves out
            compared += 1
            different += [] if (said, value) in known else [(address, name, value)]
    assert different == []
    assert compared > 400
