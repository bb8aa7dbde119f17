"""An image is known when only its region is not: SageMaker takes images of its own region only."""

from __future__ import annotations

import pathlib

import pytest

from scanner.frontends import read_code
from scanner.frontends.reading import CodeOptions
from scanner.frontends.writer import AWS_REGISTRY

TEMPLATE = """
Resources:
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::111122223333:role/serve
      PrimaryContainer: {Image: !Sub "%s"}
"""
MODULE = """
variable "region" {}
variable "part" {}
resource "aws_sagemaker_model" "m" {
  name               = "m"
  execution_role_arn = "arn:aws:iam::111122223333:role/serve"
  primary_container { image = "%s" }
}
"""
SCRIPT = """
import boto3
sm = boto3.client("sagemaker")
region, part = sm.meta.region_name, sm.part()
sm.create_model(ModelName="m", PrimaryContainer={"Image": f"%s"})
"""
FORMATS = {
    "template.yaml": (TEMPLATE, "${AWS::Region}", "${AWS::AccountId}"),
    "main.tf": (MODULE, "${var.region}", "${var.part}"),
    "serve.py": (SCRIPT, "{region}", "{part}"),
}


def read(tmp_path, monkeypatch, name, image):
    text, region, part = FORMATS[name]
    file = pathlib.Path(name)
    monkeypatch.chdir(tmp_path)
    file.write_text(text % image.replace("REGION", region).replace("PART", part))
    reading = read_code([file], CodeOptions())
    gaps = [gap for gap in reading.gaps if gap.path == ("PrimaryContainer", "Image")]
    (model,) = (item for item in reading.resources if item.type.endswith("::Model"))
    return model, gaps


@pytest.mark.parametrize("name", FORMATS)
def test_an_image_of_which_only_the_region_is_not_known_is_known(tmp_path, monkeypatch, name):
    image = "763104351884.dkr.ecr.REGION.amazonaws.com/pytorch-inference:2.6.0-gpu-py312"
    model, gaps = read(tmp_path, monkeypatch, name, image)
    assert not gaps
    assert model.document["PrimaryContainer"]["Image"].endswith(".amazonaws.com/pytorch-inference:2.6.0-gpu-py312")
    assert ("PrimaryContainer", "Image") in model.origin.spans


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "image",
    [
        "PART.dkr.ecr.REGION.amazonaws.com/churn:1",
        "763104351884.dkr.ecr.REGION.amazonaws.com/PART:1",
        "763104351884.dkr.ecr.REGION.amazonaws.com/churn:PART",
        "763104351884.dkr.ecr.REGION.amazonaws.com/team/PARTchurn:1",
    ],
)
def test_an_image_of_which_more_is_not_known_is_unknown(tmp_path, monkeypatch, name, image):
    _, gaps = read(tmp_path, monkeypatch, name, image)
    assert gaps


PREBUILT = """
variable "tag" {}
data "aws_sagemaker_prebuilt_ecr_image" "i" {
  repository_name = "kmeans"
  %s
}
resource "aws_sagemaker_model" "m" {
  name = "m"
  primary_container { image = data.aws_sagemaker_prebuilt_ecr_image.i.registry_path }
}
"""


@pytest.mark.parametrize(
    ("tag", "image", "needs"),
    [
        ("", "kmeans:latest", []),
        ('image_tag = "1"', "kmeans:1", []),
        ("image_tag = null", "kmeans:latest", []),
        ("image_tag = var.tag", "kmeans:${var.tag}", ["var.tag"]),
        ("image_tag = 1.5", "kmeans:1.5", []),
    ],
)
def test_an_image_that_terraform_looks_up_by_name_is_known(tmp_path, monkeypatch, tag, image, needs):
    monkeypatch.chdir(tmp_path)
    pathlib.Path("main.tf").write_text(PREBUILT % tag)
    reading = read_code([pathlib.Path("main.tf")], CodeOptions())
    (model,) = reading.resources
    assert model.document["PrimaryContainer"]["Image"].removeprefix(f"{AWS_REGISTRY}/") == image
    assert [gap.needs for gap in reading.gaps if gap.path == ("PrimaryContainer", "Image")] == needs
