"""Calls are told by where what they call is imported from, never by bare names."""

from __future__ import annotations

import pytest

REQUEST = 'TrainingJobName="a", ResourceConfig={"InstanceType": "ml.m5.large"}'


@pytest.mark.parametrize(
    "client",
    [
        'import boto3\nsm = boto3.client("sagemaker")',
        'import boto3 as aws\nsm = aws.client("sagemaker")',
        'from boto3 import client\nsm = client("sagemaker")',
        'import boto3\nsm = boto3.client(service_name="sagemaker")',
        'import boto3\nsm = boto3.Session(region_name="eu-west-1").client("sagemaker")',
        'import boto3\ns = boto3.session.Session()\nsm = s.client("sagemaker")',
        'import boto3\nNAME = "sagemaker"\nsm = boto3.client(NAME)',
        "import sagemaker\nsm = sagemaker.Session().sagemaker_client",
        'import sagemaker\nsm = sagemaker.Session().boto_session.client("sagemaker")',
        'import botocore.session\nsm = botocore.session.get_session().create_client("sagemaker")',
        'import boto3\nclass C:\n    sm = boto3.client("sagemaker")\nsm = C().sm',
        'import boto3\ndef clients():\n    return boto3.client("sagemaker"), 1\nsm, _ = clients()',
    ],
)
def test_clients_are_followed(read, client):
    assert read(f"{client}\nsm.create_training_job({REQUEST})\n").one().name == "a"


@pytest.mark.parametrize(
    "before",
    [
        'import boto3\nsm = boto3.client("personalize")  # not sagemaker',
        "import boto3  # sagemaker\nclass Own:\n    def create_training_job(self, **more):\n        pass\nsm = Own()",
    ],
)
def test_what_only_looks_alike_is_not_taken_for_it(read, before):
    assert not read(f"{before}\nsm.create_training_job({REQUEST})\n").resources


def test_a_client_that_is_passed_in_is_told_by_what_it_is_asked(read):
    got = read(f"# sagemaker\ndef train(client):\n    client.create_training_job({REQUEST})\n")
    assert got.one().name == "a"
    wrapped = read(f"# sagemaker\nfrom clients import client\nclient().create_training_job({REQUEST})\n")
    assert wrapped.one().name == "a"
    assert not read("# sagemaker\ndef make(client):\n    client.create_model('a', version=1)\n").resources


@pytest.mark.parametrize(
    "call",
    [
        "loop.run_in_executor(None, lambda: sm.create_training_job(**request))",
        "asyncio.to_thread(sm.create_training_job, **request)",
        "pool.submit(sm.create_training_job, **request)",
        "def start(given):\n    sm.create_training_job(**given)\npool.submit(start, request)",
        "def start(given):\n    sm.create_training_job(**given)\nretry(call=lambda: start(request))",
        "done = map(lambda more: sm.create_training_job(**request, Tags=more), more)",
    ],
)
def test_what_another_package_is_given_to_call_is_followed(read, call):
    got = read(f"""
import asyncio, boto3
from tools import loop, more, pool, retry
sm = boto3.client("sagemaker")
request = dict({REQUEST})
{call}
""")
    assert [job.name for job in got.all("TrainingJob")] == ["a"]


def test_what_is_given_to_be_called_is_not_followed_within_itself(read):
    assert read("from tools import call  # sagemaker\nf = lambda: call(f, f)\nf()\n").resources == ()


@pytest.mark.parametrize("order", ["{part}{whole}", "{whole}{part}"])
def test_a_class_that_another_one_makes_is_not_read_by_itself(read, order):
    part = f"""
class Part(Construct):
    def __init__(self, scope, name, kind="ml.m5.large"):
        boto3.client("sagemaker").create_training_job({REQUEST.replace('"ml.m5.large"', "kind")})
"""
    whole = """
class Whole(Construct):
    def __init__(self, scope, name):
        Part(self, "part", kind="ml.g5.xlarge")
"""
    got = read(f"import boto3\nfrom constructs import Construct\n{order.format(part=part, whole=whole)}")
    assert got.document()["ResourceConfig"] == {"InstanceType": "ml.g5.xlarge"}


@pytest.mark.parametrize("shown", [repr, lambda code: repr(code + "# it's")])
def test_cells_with_magics_of_exported_notebooks_are_followed_where_they_are(read, shown):
    code = 'name = "é\\t"\n!pip install boto3\nsm.create_training_job(TrainingJobName=name, RoleArn="ö\\n")\n'
    got = read(f"""
import boto3
sm = boto3.client("sagemaker")
get_ipython().run_cell_magic('time', '', {shown(code)})
get_ipython().run_cell_magic('bash', '', 'sm.create_training_job(TrainingJobName="no")')
get_ipython().run_cell_magic('time', '', 'sm.create_training_job(')
""")
    assert got.one().name == "é\t"
    assert "create_training_job" in got.header()
    assert got.text(("RoleArn",)) in ('"ö\\\\n"', '\\"ö\\\\n\\"')


def test_scaling_of_other_services_is_left_out(read):
    got = read("""
import boto3  # sagemaker
aas = boto3.client("application-autoscaling")
aas.register_scalable_target(ServiceNamespace="ecs", ResourceId="service/a/b",
    ScalableDimension="ecs:service:DesiredCount", MinCapacity=1, MaxCapacity=2)
aas.register_scalable_target(ServiceNamespace="sagemaker", ResourceId="endpoint/e/variant/v",
    ScalableDimension="sagemaker:variant:DesiredInstanceCount", MinCapacity=1, MaxCapacity=2)
aas.put_scaling_policy(PolicyName="p", ServiceNamespace="sagemaker", ResourceId="endpoint/e/variant/v",
    ScalableDimension="sagemaker:variant:DesiredInstanceCount", PolicyType="TargetTrackingScaling",
    TargetTrackingScalingPolicyConfiguration={"TargetValue": 70.0})
""")
    assert [item.name for item in got.resources] == ["endpoint/e/variant/v", "p"]


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        ("from sagemaker.estimator import Estimator", "Estimator"),
        ("from sagemaker.estimator import Estimator as E", "E"),
        ("import sagemaker", "sagemaker.estimator.Estimator"),
        ("import sagemaker as sm", "sm.estimator.Estimator"),
        ("from sagemaker import estimator", "estimator.Estimator"),
        ("import sagemaker.estimator", "sagemaker.estimator.Estimator"),
        ("try:\n    import sagemaker\nexcept ImportError:\n    sagemaker = None", "sagemaker.estimator.Estimator"),
        ("from sagemaker.estimator import *", "Estimator"),
    ],
)
def test_classes_are_known_however_they_are_imported(read, imports, name):
    got = read(f'{imports}\ne = {name}("image", "role", 1, "ml.m5.large")\ne.fit()\n')
    assert got.document()["ResourceConfig"]["InstanceType"] == "ml.m5.large"
    assert got.addresses == ["e"]


@pytest.mark.parametrize(
    "imports",
    [
        "from keras.estimator import Estimator  # sagemaker",
        "import sagemaker\nclass Estimator:\n    def __init__(self, *a):\n        pass",
        "from sagemaker_hyperpod.estimator import Estimator  # import sagemaker",
        "from sagemaker.other import Estimator",
    ],
)
def test_classes_of_others_with_the_same_name_are_not(read, imports):
    assert not read(f'{imports}\ne = Estimator("image", "role", 1, "ml.m5.large")\n').resources
