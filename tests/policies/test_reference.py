import csv
import re
from datetime import date
from importlib import resources

import botocore.session
import pytest

from policies.reference import load_reference

DATED = re.compile(r"\d{4}-\d{2}(-\d{2})?\Z")
TABLES = ("instance_types", "algorithms", "images", "registries", "prices")
ENUMS = {
    "TrainingInstanceType": "training",
    "ProductionVariantInstanceType": "hosting",
    "ProcessingInstanceType": "processing",
    "TransformInstanceType": "transform",
    "InstanceType": "notebook",
    "ClusterInstanceType": "cluster",
    "ReservedCapacityInstanceType": "reserved_capacity",
    "AppInstanceType": "studio_app",
}


def rows(table):
    text = resources.files("policies.reference").joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def sagemaker():
    return botocore.session.get_session().get_service_model("sagemaker")


@pytest.fixture(scope="module")
def types():
    return load_reference()["instance_types"]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_dated_and_sourced(table):
    for row in rows(table):
        assert DATED.match(row["as_of"]), row
        assert date.fromisoformat(row["as_of"][:7] + "-01") <= date(2030, 1, 1)
        assert len(row["source"]) > 10, row


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_cell_for_every_column(table):
    for row in rows(table):
        assert None not in row
        assert None not in row.values()


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("instance_types", ("instance_type",)),
        ("algorithms", ("repository",)),
        ("images", ("repository",)),
        ("registries", ("account",)),
        ("prices", ("region", "component", "instance_type")),
    ],
)
def test_keys_are_unique(table, key):
    keys = [tuple(row[column] for column in key) for row in rows(table)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("enum", ENUMS)
def test_every_type_of_the_api_is_in_the_table(sagemaker, types, enum):
    for kind in sagemaker.shape_for(enum).enum:
        if kind.startswith("ml."):
            assert types[kind][ENUMS[enum]], f"{kind} of {enum}"


@pytest.mark.parametrize("enum", ENUMS)
def test_no_type_claims_a_component_that_the_api_does_not_have(sagemaker, types, enum):
    known = set(sagemaker.shape_for(enum).enum)
    assert {kind for kind, facts in types.items() if facts[ENUMS[enum]]} <= known


def test_accelerators_are_counted_and_none_means_none(types):
    for kind, facts in types.items():
        match facts["accelerator_kind"]:
            case "none":
                assert facts["accelerator_count"] == 0, kind
            case "unknown":
                assert "accelerator_count" not in facts, kind
            case "nvidia-gpu" | "inferentia" | "trainium" | "habana-gaudi":
                assert facts["accelerator_count"] >= 1, kind
                assert facts["accelerator_model"], kind
            case other:
                pytest.fail(f"{kind} has the accelerator kind {other}")


def test_numbers_are_numbers_and_flags_are_flags(types):
    facts = types["ml.g5.12xlarge"]
    assert (facts["vcpus"], facts["memory_gib"], facts["accelerator_count"]) == (48, 192.0, 4)
    assert (facts["training"], facts["hosting"], facts["burstable"]) == (True, True, False)
    assert types["ml.t3.medium"]["burstable"]


def test_successors_and_cpu_equivalents_are_types_of_the_table(types):
    for kind, facts in types.items():
        for column in ("successor", "cpu_equivalent"):
            if other := facts.get(column):
                assert other in types, f"{kind}: {column} {other}"


def test_cpu_equivalents_have_no_accelerator_and_as_many_cpus(types):
    for kind, facts in types.items():
        has_accelerator = facts["accelerator_kind"] not in {"none", "unknown"}
        assert has_accelerator == ("cpu_equivalent" in facts), kind
        if has_accelerator:
            other = types[facts["cpu_equivalent"]]
            assert other["accelerator_kind"] == "none"
            assert other["vcpus"] >= facts["vcpus"], kind
            assert other["training"]
            assert other["hosting"]


WORDS = {
    "train_gpu": {"required", "recommended", "optional", "discouraged", "no", "neuron", "open"},
    "infer_gpu": {"required", "recommended", "optional", "discouraged", "unneeded", "no", "neuron"},
    "checkpoint": {"auto", "script", "no", "open"},
    "train_multi_gpu": {"yes", "no", "depends", "open"},
    "train_multi_instance": {"yes", "no", "depends", "open"},
}


@pytest.mark.parametrize("column", WORDS)
def test_algorithms_use_the_words_that_policies_compare_with(column):
    for repository, facts in load_reference()["algorithms"].items():
        assert facts.get(column) in WORDS[column] | {None}, repository


def test_training_words_and_multi_gpu_words_come_together():
    for repository, facts in load_reference()["algorithms"].items():
        assert ("train_gpu" in facts) == ("train_multi_gpu" in facts), repository


def test_every_image_has_an_algorithm_and_the_other_way_round():
    tables = load_reference()
    repositories = {name for name in tables["algorithms"] if not name.startswith("jumpstart:")}
    assert set(tables["images"]) == repositories


def test_images_say_what_an_untagged_build_is_for():
    for repository, facts in load_reference()["images"].items():
        assert facts.get("untagged_processor") in {"cpu", "gpu", "neuron", "any", None}, repository
        if facts["needs_gpu"]:
            assert facts["untagged_processor"] == "gpu", repository


def test_registries_are_account_numbers():
    accounts = load_reference()["registries"]
    assert all(re.fullmatch(r"\d{12}", account) for account in accounts)
    assert "us-east-1" in accounts["763104351884"]["regions"]


def test_prices_are_positive_of_known_types_and_of_one_day_each(types):
    for row in rows("prices"):
        assert float(row["usd_per_hour"]) > 0, row
        assert row["instance_type"] in types, row
        assert row["trust"] in {"high", "medium"}, row
        date.fromisoformat(row["as_of"])


def test_reference_is_read_once():
    assert load_reference() is load_reference()
