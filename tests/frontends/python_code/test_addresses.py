"""Addresses tell the resources of a file apart, and stay when lines move."""

from __future__ import annotations

import pytest

CLIENT = 'import boto3\nsm = boto3.client("sagemaker")\n'
CORE = "from sagemaker_core.resources import TrainingJob\n"
MODEL = 'from sagemaker.model import Model\nm = Model(image_uri="i:1", name="m")\n'


@pytest.mark.parametrize(
    ("code", "addresses"),
    [
        (CLIENT + 'sm.create_training_job(TrainingJobName="a")', ["create_training_job.a"]),
        (CLIENT + 'answer = sm.create_training_job(TrainingJobName="a")', ["create_training_job.a"]),
        (CLIENT + "answer = sm.create_training_job(TrainingJobName=name)", ["answer"]),
        (CLIENT + "sm.create_training_job(TrainingJobName=name)", ["create_training_job"]),
        (CLIENT + 'sm.create_training_job(TrainingJobName="no name/at all")', ["create_training_job"]),
        (
            CLIENT + 'sm.create_training_job(TrainingJobName="a")\n' * 2,
            ["create_training_job.a", "create_training_job.a[2]"],
        ),
        (CLIENT + 'def f():\n  sm.create_model(ModelName="a")\nf()', ["f.create_model.a"]),
        (CORE + 'TrainingJob.create(training_job_name="a")', ["create.a"]),
        (MODEL + 'p = m.deploy(1, "ml.m5.large", endpoint_name="e")', ["m", "deploy.e.endpoint_config", "deploy.e"]),
        (MODEL + 'p = m.deploy(1, "ml.m5.large", endpoint_name=name)', ["m", "p.endpoint_config", "p"]),
    ],
)
def test_a_name_comes_before_the_variable_and_that_before_the_call(read, code, addresses):
    assert read(code + "\n").addresses == addresses
