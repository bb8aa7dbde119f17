"""`tipstaff check` on 1,000 resources: at most 1/4 of the CPU time of Checkov with its SageMaker checks only."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import alternate
from scanner.checkov.checks import CHECKS

CHECKOV = Path(".tools/checkov/bin/checkov")
PAIRS = 500
IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312-ubuntu22.04-sagemaker"
ROLE = "arn:aws:iam::111122223333:role/sagemaker"
TERRAFORM = """\
resource "aws_sagemaker_model" "m{n}" {{
  name               = "model-{n}"
  execution_role_arn = "{role}"
  primary_container {{
    image          = "{image}"
    model_data_url = "s3://bucket/model-{n}.tar.gz"
  }}
}}

resource "aws_sagemaker_endpoint_configuration" "c{n}" {{
  name = "config-{n}"
  production_variants {{
    variant_name           = "main"
    model_name             = aws_sagemaker_model.m{n}.name
    instance_type          = "ml.g5.xlarge"
    initial_instance_count = 1
  }}
}}
"""
CLOUDFORMATION = """\
  M{n}:
    Type: AWS::SageMaker::Model
    Properties:
      ModelName: model-{n}
      ExecutionRoleArn: {role}
      PrimaryContainer:
        Image: {image}
        ModelDataUrl: s3://bucket/model-{n}.tar.gz
  C{n}:
    Type: AWS::SageMaker::EndpointConfig
    Properties:
      EndpointConfigName: config-{n}
      ProductionVariants:
        - VariantName: main
          ModelName: !GetAtt M{n}.ModelName
          InstanceType: ml.g5.xlarge
          InitialInstanceCount: 1
          InitialVariantWeight: 1
"""


def written(directory: str, framework: str) -> Path:
    """Write 1,000 resources in one file."""
    text = TERRAFORM if framework == "terraform" else CLOUDFORMATION
    body = "".join(text.format(n=number, role=ROLE, image=IMAGE) for number in range(PAIRS))
    place = Path(directory, framework)
    place.mkdir()
    name, head = ("main.tf", "") if framework == "terraform" else ("template.yaml", "Resources:\n")
    (place / name).write_text(head + body)
    return place


with tempfile.TemporaryDirectory() as made:
    for framework in ("terraform", "cloudformation"):
        place = str(written(made, framework))
        tipstaff = [str(Path(sys.executable).with_name("tipstaff")), "check", place, "-o", "json"]
        checks = ",".join(check.id for check in CHECKS)
        checkov = [
            str(CHECKOV),
            "-d",
            place,
            "--framework",
            framework,
            "--skip-download",
            "--check",
            checks,
            "-o",
            "json",
        ]
        ours, theirs = alternate([tipstaff, checkov], runs=3, codes=(0, 1))
        print(
            f"1,000 {framework} resources  tipstaff {ours.cpu:.2f} s of CPU, Checkov {theirs.cpu:.2f} s:"
            f" 1/{theirs.cpu / ours.cpu:.1f}   (bar 1/4)"
        )
