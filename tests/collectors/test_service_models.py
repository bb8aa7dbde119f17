import orjson
import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from botocore.model import ServiceModel

from scanner.collectors.families import called_operations
from scanner.collectors.service_models import ServiceModels

MORE = {"logs:DescribeLogGroups", "ecr:DescribeImages", "ce:GetCostAndUsage", "iam:GetRole"}
CALLED = called_operations() | MORE
WHOLE = Loader()


@pytest.fixture(scope="module")
def models():
    return ServiceModels(CALLED)


@pytest.mark.parametrize("operation", sorted(CALLED))
def test_an_operation_that_is_called_has_every_shape_that_botocore_gives_it(models, operation):
    service, _, name = operation.partition(":")
    kept, whole = models.load_service_model(service, "service-2"), WHOLE.load_service_model(service, "service-2")
    assert kept["operations"][name] == whole["operations"][name]
    assert kept["metadata"] == whole["metadata"]
    ours, theirs = (ServiceModel(model, service).operation_model(name) for model in (kept, whole))
    assert shapes(ours.input_shape) == shapes(theirs.input_shape)
    assert shapes(ours.output_shape) == shapes(theirs.output_shape)
    assert errors(ours) == errors(theirs)


def errors(operation):
    return {shape.name for shape in operation.service_model.error_shapes}


def shapes(root):
    """Give every shape under one by name, as its kind, its members and how they are written."""
    found, todo = {}, [root] if root else []
    while todo:
        shape = todo.pop()
        if shape.name not in found:
            parts = dict(getattr(shape, "members", None) or {})
            parts |= {part: getattr(shape, part) for part in ("key", "value", "member") if hasattr(shape, part)}
            members = {name: (part.name, part.serialization) for name, part in parts.items()}
            found[shape.name] = (shape.type_name, shape.metadata, members)
            todo += parts.values()
    return found


@pytest.mark.parametrize("service", ["sagemaker", "ec2"])
def test_what_is_not_called_is_not_kept(models, service):
    kept, whole = models.load_service_model(service, "service-2"), WHOLE.load_service_model(service, "service-2")
    assert {f"{service}:{name}" for name in kept["operations"]} == {
        operation for operation in CALLED if operation.startswith(f"{service}:")
    }
    assert len(kept["shapes"]) < len(whole["shapes"]) * 2 / 3


@pytest.mark.parametrize("service", ["s3", "sts", "sso"])
def test_a_service_that_botocore_itself_calls_is_kept_whole(service):
    models = ServiceModels(frozenset({"s3:GetBucketLocation", "sts:GetCallerIdentity"}))
    assert models.load_service_model(service, "service-2") == WHOLE.load_service_model(service, "service-2")


@pytest.mark.parametrize("service", ["sagemaker", "s3", "ce", "sts"])
def test_endpoints_are_found_by_the_rules_of_botocore(models, service):
    rules = "endpoint-rule-set-1"
    assert models.load_service_model(service, rules) == WHOLE.load_service_model(service, rules)
    for data in ("endpoints", "partitions", "_retry"):
        assert models.load_data(data) == WHOLE.load_data(data)


def test_a_service_that_does_not_exist_is_an_error_as_with_botocore(models):
    with pytest.raises(UnknownServiceError):
        models.load_service_model("sagemaker-of-tomorrow", "service-2")


def test_models_of_the_users_own_come_first(tmp_path):
    model = {"metadata": {}, "operations": {"ListNovelties": {}}, "shapes": {}}
    file = tmp_path / "sagemaker" / "2099-01-01" / "service-2.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(orjson.dumps(model))
    models = ServiceModels(frozenset({"sagemaker:ListNovelties"}), f"{tmp_path}")
    assert models.load_service_model("sagemaker", "service-2") == model


def test_what_is_merged_into_a_model_is_merged_as_botocore_does(tmp_path):
    version = "2016-11-15"
    file = tmp_path / "ec2" / version / "service-2.sdk-extras.json"
    file.parent.mkdir(parents=True)
    merged = {"shapes": {"Subnet": {"members": {"Fresh": {"shape": "String"}}}}}
    file.write_bytes(orjson.dumps({"version": 1.0, "merge": merged}))
    models = ServiceModels(frozenset({"ec2:DescribeSubnets"}), f"{tmp_path}")
    members = models.load_service_model("ec2", "service-2")["shapes"]["Subnet"]["members"]
    assert {"Fresh", "SubnetId"} <= members.keys()
