"""Read thousands of resources that each have to be described: all of them, in one call each."""

from scanner.collectors import Patience, Silent, Target, Wanted, collect
from scanner.model import Gap, Resource
from scanner.resource_types import ENDPOINT_CONFIG

COUNT = 5_000
WANTED = Wanted(frozenset({ENDPOINT_CONFIG}), {ENDPOINT_CONFIG: frozenset({()})})


def endpoint_configs(count):
    variant = {"VariantName": "main", "ModelName": "m", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    return ({"EndpointConfigName": f"config-{number:06}", "ProductionVariants": [variant]} for number in range(count))


def test_thousands_of_endpoint_configurations_are_described_once_each(aws):
    aws.account().seed_many("EndpointConfig", endpoint_configs(COUNT))
    found = list(collect(Target(None, ("us-east-1",), aws.url), WANTED, Silent(), Patience(pace=100_000)))
    names = [item.name for item in found if isinstance(item, Resource)]
    assert (len(names), len(set(names))) == (COUNT, COUNT)
    assert [item for item in found if isinstance(item, Gap)] == []
    assert aws.calls.count("sagemaker:DescribeEndpointConfig") == COUNT
    assert aws.calls.count("sagemaker:ListEndpointConfigs") == COUNT / 100
    assert len(aws.calls) <= COUNT + 2 * COUNT / 100 + 2
