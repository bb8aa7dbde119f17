"""What the SDK's configuration file sets counts where the code gives nothing, and the finding says so."""

import pathlib

from scanner.frontends.comments import MARK

CONFIG = """SchemaVersion: '1.0'
SageMaker:
  TrainingJob:
    EnableNetworkIsolation: true
    VpcConfig: {Subnets: [subnet-1], SecurityGroupIds: [sg-1]}
    ResourceConfig: {VolumeKmsKeyId: volume-key}
  EndpointConfig:
    KmsKeyId: endpoint-key
"""
CODE = """from sagemaker.estimator import Estimator

estimator = Estimator("image", "role", instance_type="ml.m5.xlarge", instance_count=1{more})
estimator.deploy(initial_instance_count=1, instance_type="ml.m5.large")
"""


def configured(read, more=""):
    pathlib.Path("config.yaml").write_text(CONFIG)
    return read(CODE.format(more=more))


def test_what_the_code_leaves_out_is_filled_in(read):
    got = configured(read)
    document = got.document()
    assert document["EnableNetworkIsolation"] is True
    assert document["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}
    assert document["ResourceConfig"]["VolumeKmsKeyId"] == "volume-key"
    assert got.document("EndpointConfig")["KmsKeyId"] == "endpoint-key"
    origin = got.one().origin
    assert origin.defaults["EnableNetworkIsolation",] == "EnableNetworkIsolation is not given: config.yaml sets it"
    assert ("EnableNetworkIsolation",) not in origin.spans


def test_what_the_code_gives_stays(read):
    got = configured(read, ", subnets=['subnet-9'], volume_kms_key='own'")
    assert got.document()["VpcConfig"]["Subnets"] == ["subnet-9"]
    assert got.document()["ResourceConfig"]["VolumeKmsKeyId"] == "own"


def test_comments_waive_in_scripts(read):
    waived = "# tipstaff: ignore[TRN001] the last run before we move until 2027-01-31\n"
    got = read(CODE.format(more="").replace("estimator =", f"{waived}estimator ="))
    (waiver,) = got.reading.waivers
    assert (waiver.policies, waiver.reason, waiver.until) == (("TRN001",), "the last run before we move", "2027-01-31")
    assert waiver.span.start_line == 4
    assert not read(CODE.format(more="").replace('"image"', f'"{MARK.decode()} ignore[TRN001] x"')).reading.waivers
