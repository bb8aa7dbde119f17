"""Examples of formats that the workload of the others does not fit."""

from __future__ import annotations

from pathlib import Path

from scanner.frontends import read_code
from scanner.frontends.files import Root
from scanner.frontends.nodes import plain
from scanner.frontends.reading import CodeOptions
from scanner.frontends.sdk_config.defaults import defaults_for
from scanner.model import Status
from tests.formats.test_examples import EXAMPLES, at, catalog, judged, of_status, shown  # noqa: F401 - pytest finds the fixtures here


def test_a_recipe_trains_on_demand_for_two_days(judged):  # noqa: F811 - fixtures
    result = judged("recipes")
    ((code, finding),) = of_status(result, Status.FAILED)
    assert (code, at("recipes", finding), shown(finding)) == ("TRN001", ("config.yaml", 7, 1), "cluster_type")
    assert not result.incomplete


def test_a_configuration_of_the_sdk_makes_nothing_and_gives_defaults():
    directory = EXAMPLES / "sdk_config"
    reading = read_code([directory], CodeOptions())
    assert (reading.resources, reading.gaps) == ((), ())
    defaults = defaults_for(Root(directory / "jobs" / "train.py", "train.py", Path(EXAMPLES)))
    assert plain(defaults.by_type["AWS::SageMaker::EndpointConfig"]) == {"KmsKeyId": "alias/northwind-ml"}
    assert plain(defaults.remote)["ResourceConfig"] == {"InstanceType": "ml.m7i.xlarge"}
