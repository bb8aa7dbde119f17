# ruff: noqa: ERA001 -- the metadata is YAML in comments
# METADATA
# title: Distributed training fills one multi-GPU instance before it takes several
# description: |
#   GPUs in one instance exchange gradients over NVLink or PCIe, GPUs in different instances over the network. AWS's
#   guide says to choose a larger instance type before adding instances. Where several instances with one GPU each add
#   up to the GPUs of one larger type of the same family, that type may train faster.
#
#   It is advice that needs a benchmark: a multi-GPU type often costs more per GPU and hour than several single-GPU
#   types. The evidence gives the speed-up from which on it is cheaper (`break_even_speed_up`), by list prices, and
#   claims no saving.
#
#   Exempt are spot jobs (small types are interrupted less and easier to get), heterogeneous clusters, training jobs of
#   a tuning job, algorithms that distribute over CPUs, jobs that a service configured, and numbers of GPUs that no type
#   of the family has. Endpoints are never judged: for hosting AWS advises several small instances.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/distributed-training.html
# custom:
#   code: TRN016
#   severity: low
#   category: performance
#   subject: AWS::SageMaker::TrainingJob
#   reads:
#     - resource.ResourceConfig.InstanceType
#     - resource.ResourceConfig.InstanceCount
#     - resource.ResourceConfig.InstanceGroups.InstanceType
#     - resource.EnableManagedSpotTraining
#     - resource.AlgorithmSpecification.TrainingImage
#     - resource.TuningJobArn?
#     - resource.AutoMLJobArn?
#     - resource.LabelingJobArn?
#     - tags.sagemaker-sdk:jumpstart-model-id
#     - runs.instance_hours
#   params:
#     max_gpus: 8
#   remediation: |
#     Set InstanceCount to 1 and InstanceType to the multi-GPU type, start the script with torchrun or SMDDP on one
#     node, and compare the cost of a run.
#   controls:
#     wa-ml-lens: [MLCOST04-BP01, MLCOST04-BP07]
"""Advise one multi-GPU instance where several single-GPU instances train together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from policies.reference import load_reference
from scanner.model import Confidence, Exemption, Unrecognized, Violation
from scanner.money import PriceBook
from scanner.paths import ABSENT, lookup, parse_path, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scanner.paths import Document, Json

_COUNT = parse_path("resource.ResourceConfig.InstanceCount")
_TYPE = parse_path("resource.ResourceConfig.InstanceType")
_GROUP_TYPES = ("resource", "ResourceConfig", "InstanceGroups", "InstanceType")
_NOT_SOLD = frozenset({"retired", "not-on-price-list"})

_SET_ELSEWHERE = {
    "TuningJobArn": "the trials of a tuning job are independent of each other",
    "AutoMLJobArn": "Autopilot started the job and chose its settings",
    "LabelingJobArn": "Ground Truth started the job and chose its settings",
}


def judge(subject: Document, params: Document, now: str) -> Iterator[Violation | Exemption | Unrecognized]:  # noqa: ARG001 -- all have it
    """Yield what is wrong with one training job."""
    if any(_has_one_gpu(kind) for _, kind in spread(subject, _GROUP_TYPES)):
        yield Exemption("the instances of a heterogeneous cluster have different tasks")
        return
    kind, count = lookup(subject, _TYPE), lookup(subject, _COUNT)
    most = params["max_gpus"]
    if not (isinstance(kind, str) and isinstance(count, int) and isinstance(most, int) and 1 < count <= most):
        return
    if _instance(kind).get("accelerator_kind", "unknown") == "unknown":
        yield Unrecognized(_TYPE, f"the reference data does not know the accelerators of {kind}")
        return
    if not _has_one_gpu(kind):
        return
    larger = _larger_type(kind, count)
    yield from (Exemption(reason) for reason in _reasons(subject, kind, count, larger))
    if larger:
        message = f"{count} instances of {kind} train with one GPU each, where one {larger} has {count} GPUs"
        evidence = _evidence(subject, kind, count, larger)
        yield Violation(_COUNT, message, confidence=Confidence.HEURISTIC, evidence=evidence)


def _instance(kind: Json) -> Document:
    found = lookup(load_reference(), ("instance_types", str(kind)))
    return found if isinstance(found, dict) else {}


def _has_one_gpu(kind: Json) -> bool:
    facts = _instance(kind)
    return facts.get("accelerator_kind") == "nvidia-gpu" and facts.get("accelerator_count") == 1


@cache
def _larger_type(kind: str, gpus: int) -> str:
    """Name the smallest type of the family that has all the GPUs; empty when there is none."""
    types = load_reference()["instance_types"]
    family = _instance(kind)["family"]
    fitting = [
        (facts["vcpus"], name)
        for name, facts in (types.items() if isinstance(types, dict) else ())
        if facts.get("family") == family
        and facts.get("accelerator_count") == gpus
        and facts["training"]
        and facts["status"] not in _NOT_SOLD
    ]
    return min(fitting)[1] if fitting else ""


def _reasons(subject: Document, kind: str, count: int, larger: str) -> Iterator[str]:
    if lookup(subject, ("resource", "EnableManagedSpotTraining")) is True:
        yield "small types are easier to get and to keep on spot"
    for field, reason in _SET_ELSEWHERE.items():
        if lookup(subject, ("resource", field)) is not ABSENT:
            yield reason
    if _algorithm(subject).get("train_gpu") == "no":
        yield "the algorithm distributes over CPUs"
    if not larger:
        yield f"no type of the family of {kind} has {count} GPUs"


def _algorithm(subject: Document) -> Document:
    """Look up the algorithm by the JumpStart model id in the tags, or by the image's repository."""
    image = lookup(subject, ("resource", "AlgorithmSpecification", "TrainingImage"))
    model = lookup(subject, ("tags", "sagemaker-sdk:jumpstart-model-id"))
    repository = str(image).split("@", 1)[0].rsplit("/", 1)[-1].split(":", 1)[0]
    for key in (f"jumpstart:{str(model).split('-', 1)[0]}", repository):
        found = lookup(load_reference(), ("algorithms", key))
        if isinstance(found, dict):
            return found
    return {}


def _evidence(subject: Document, kind: str, count: int, larger: str) -> dict[str, Json]:
    evidence: dict[str, Json] = {"instances": count, "instance_type": kind, "larger_type": larger}
    hours = lookup(subject, ("runs", "instance_hours"))
    if isinstance(hours, int | float):
        evidence["instance_hours"] = hours
    return {**evidence, **_break_even(kind, count, larger)}


@cache
def _break_even(kind: str, count: int, larger: str) -> Document:
    """Give the speed-up from which on the larger type is cheaper, by the newest list prices that name both."""
    prices = _price_book().prices
    both = [
        (min(small.as_of, prices[region, component, larger].as_of), region, prices[region, component, larger], small)
        for (region, component, name), small in prices.items()
        if component == "Training" and name == kind and (region, component, larger) in prices
    ]
    if not both:
        return {}
    as_of, region, large, small = max(both, key=lambda found: found[:2])
    speed_up = round(large.usd_per_hour / (count * small.usd_per_hour), 2)
    return {"break_even_speed_up": speed_up, "break_even_basis": f"list prices in {region}, {as_of}"}


@cache
def _price_book() -> PriceBook:
    return PriceBook.shipped()
