"""Whether a diff lets through what was not there before: copies, modules, stacks, calls."""

import pytest

from tests.cli.test_code import CONFIG, MODEL
from tests.repository import Repository

TYPES = """\
locals {
  types = {
    a = { type = "ml.m5.large" }
    old = { type = "ml.g5.xlarge" }
  }
}
variable "other" {
  default = { old = "ml.g5.xlarge" }
}
"""
COPIES = MODEL + CONFIG.replace("  name =", "  for_each = local.types\n  name =").replace(
    '"ml.g5.xlarge"', "each.value.type"
)
CALL = 'module "{}" {{\n  source = "{}"\n}}\n'
STACK = "  {}:\n    Type: AWS::CloudFormation::Stack\n    Properties: {{TemplateURL: nested.yaml}}\n"
NESTED = """\
Resources:
  Ranker:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::111122223333:role/sagemaker
      PrimaryContainer: {Image: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"}
  Config:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      ProductionVariants:
        - {VariantName: main, ModelName: !GetAtt Ranker.ModelName, InstanceType: ml.g5.xlarge, InitialInstanceCount: 1}
"""
LOOPED = """\
Transform: AWS::LanguageExtensions
Parameters:
  Stage: {Type: String, Default: dev}
Conditions:
  Wanted: !Equals [!Ref Stage, prod]
Resources:
  Ranker:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::111122223333:role/sagemaker
      PrimaryContainer: {Image: "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"}
  Fn::ForEach::Configs:
    - Name
    - - A
      - B
    - Config${Name}:
        Type: AWS::SageMaker::EndpointConfig
        Properties:
          ProductionVariants:
            - VariantName: main
              ModelName: !GetAtt Ranker.ModelName
              InstanceType: ml.g5.xlarge
              InitialInstanceCount: 1
  Wanted:
    Type: AWS::SageMaker::EndpointConfig
    Condition: Wanted
    Properties:
      ProductionVariants:
        - VariantName: main
          ModelName: !GetAtt Ranker.ModelName
          InstanceType: ml.g5.xlarge
          InitialInstanceCount: 1
"""
SCRIPT = """\
import boto3
sm = boto3.client("sagemaker")
def host(name, kind="ml.g5.xlarge"):
    image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    sm.create_model(ModelName=name, PrimaryContainer={"Image": image})
    variant = {"VariantName": "v", "ModelName": name, "InstanceType": kind, "InitialInstanceCount": 1}
    sm.create_endpoint_config(
        EndpointConfigName=name,
        ProductionVariants=[variant],
    )
"""
HOSTED = "{}:host.create_endpoint_config.new/variant/v"
BASE = {
    "copies/main.tf": TYPES + COPIES,
    "modules/ranker/main.tf": MODEL + CONFIG,
    "envs/dev/main.tf": CALL.format("dev", "../../modules/ranker"),
    "stacks/main.yaml": "Resources:\n" + STACK.format("One"),
    "stacks/nested.yaml": NESTED,
    "loops/main.yaml": LOOPED,
    "host.py": SCRIPT + "host('old')\n",
    "host_once.py": SCRIPT,
}


def edited(name, old, new):
    assert old in BASE[name]
    return {name: BASE[name].replace(old, new)}


@pytest.fixture
def repository(tipstaff):
    made = Repository(tipstaff.directory)
    for name, text in BASE.items():
        made.write(name, text)
    made.commit()
    return made


def found(tipstaff, *more):
    ran = tipstaff("check", ".", "-o", "json", "--policy", "EPT005", "--changed-since", "main", *more)
    failed = [one["subject"]["id"] for one in ran.result["findings"] if one["status"] == "failed"]
    assert ran.code == (1 if failed else 0)
    return sorted(name.replace("aws_sagemaker_endpoint_configuration", "config") for name in failed)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            edited("copies/main.tf", "    old = {", '    new = { type = "ml.g5.2xlarge" }\n    old = {'),
            ['copies/main.tf:config.c["new"]/variant/main'],
        ),
        (
            edited("envs/dev/main.tf", "}\n", "}\n" + CALL.format("new", "../../modules/ranker")),
            ["modules/ranker/main.tf:module.new.config.c/variant/main"],
        ),
        (
            edited("envs/dev/main.tf", '"dev" {\n', '"dev" {\n  count = 2\n'),
            [f"modules/ranker/main.tf:module.dev[{at}].config.c/variant/main" for at in (0, 1)],
        ),
        (
            {"envs/staging/main.tf": CALL.format("staging", "../../modules/ranker")},
            ["modules/ranker/main.tf:module.staging.config.c/variant/main"],
        ),
        (
            edited("stacks/main.yaml", "Resources:\n", "Resources:\n" + STACK.format("Two")),
            ["stacks/nested.yaml:Two.Config/variant/main"],
        ),
        (
            edited("loops/main.yaml", "      - B\n", "      - B\n      - C\n"),
            ["loops/main.yaml:ConfigC/variant/main"],
        ),
        (
            edited("loops/main.yaml", "!Ref Stage, prod]", "!Ref Stage, dev]"),
            ["loops/main.yaml:Wanted/variant/main"],
        ),
        (
            edited("host.py", "host('old')\n", "host('old')\nhost('new')\n"),
            [HOSTED.format("host.py")],
        ),
        ({"host_once.py": SCRIPT + "host('new')\n"}, [HOSTED.format("host_once.py")]),
    ],
)
@pytest.mark.parametrize("committed", [False, True])
def test_what_was_not_there_before_fails_and_only_that(tipstaff, repository, files, expected, committed):
    repository.git("switch", "--quiet", "--create", "change")
    for name, text in files.items():
        repository.write(name, text)
    if committed:
        repository.commit()
    assert found(tipstaff) == expected


@pytest.mark.parametrize(
    "files",
    [
        edited("copies/main.tf", 'variable "other" {', '# why\nvariable "other" {'),
        edited("copies/main.tf", 'a = { type = "ml.m5.large" }', 'a = { type = "ml.m5.xlarge" }'),
        edited("envs/dev/main.tf", "module", "# why\nmodule"),
        edited("stacks/main.yaml", "Resources:\n", "Description: one stack\nResources:\n"),
        edited("loops/main.yaml", "Transform:", "Description: loops\nTransform:"),
        edited("host.py", "import boto3\n", "import os\nimport boto3\n"),
    ],
)
def test_a_change_beside_it_reports_nothing_that_was_there(tipstaff, repository, files):
    for name, text in files.items():
        repository.write(name, text)
    assert found(tipstaff) == []


def test_standard_input_is_compared_as_it_comes(tipstaff, repository):
    name = "modules/ranker/main.tf"
    flags = ("--stdin-filename", name, "-o", "json", "--policy", "EPT005", "--changed-since", "main")
    repository.write(name, "\n" * 40 + BASE[name])
    moved = tipstaff("check", "-", *flags, stdin="# moved\n" * 9 + BASE[name])
    assert (moved.code, moved.result["findings"]) == (0, [])
    changed = tipstaff("check", "-", *flags, stdin=BASE[name].replace("ml.g5.xlarge", "ml.g5.2xlarge"))
    assert (changed.code, len(changed.result["findings"])) == (1, 1)
    repository.write(name, BASE[name].replace("ml.g5.xlarge", "ml.g5.2xlarge"))
    assert tipstaff("check", "-", *flags, stdin=BASE[name]).code == 0


def test_a_baseline_knows_what_is_gone_from_standard_input(tipstaff):
    tipstaff.write("infra/main.tf", MODEL + CONFIG)
    tipstaff("baseline", "write", "-o", "base.json", "infra", "--policy", "EPT005")
    flags = ("--stdin-filename", "infra/main.tf", "-o", "json", "--policy", "EPT005", "--baseline", "base.json")
    comparison = tipstaff("check", "-", *flags, stdin=MODEL).result["comparison"]
    assert (comparison["fixed"], comparison["unjudged"]) == (1, 0)
