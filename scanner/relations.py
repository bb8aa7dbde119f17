"""The table of relations: how a subject finds the resources of each of its roles."""

from __future__ import annotations

from typing import Final

from scanner.records import record
from scanner.resource_types import (
    ALARM,
    AVAILABILITY_ZONE,
    ENDPOINT_VARIANT,
    METRIC,
    MODEL,
    RECOMMENDATION_JOB,
    SCALABLE_TARGET,
    SCALING_ACTIVITY,
    SCALING_POLICY,
    SCHEDULED_ACTION,
    SECURITY_GROUP,
    SUBNET,
    TRAINING_JOB,
)


@record(frozen=True, slots=True)
class Relation:
    """How a subject finds the resources of one role.

    `here` is a JMESPath expression over the subject's input (`resource`, and the roles found before) that gives the
    keys to look for; `there` one over the other resource's document that gives the keys it answers to. `here_reads`
    and `there_reads` are the paths behind them: a gap there is a gap in the role. With `reference` the subject names
    the other resource, so a key that nothing answers to is a gap; without it, nothing found means there is none.
    `optional_in_code` is for roles that no code declares and policies can do without.
    """

    role: str
    type: str
    here: str
    there: str
    here_reads: tuple[str, ...]
    there_reads: tuple[str, ...]
    reference: bool = False
    optional_in_code: bool = False


_VPC = ("resource.VpcConfig.Subnets", "resource.VpcConfig.SecurityGroupIds")
_SCALED = "join('', ['endpoint/', related.endpoint[0].EndpointName, '/variant/', resource.VariantName])"
_SCALED_READS = ("related.endpoint.EndpointName", "resource.VariantName")
_HOSTING_VPC = "[related.models[].VpcConfig.{0}, related.endpoint_config[].VpcConfig.{0}][][]"
_HOSTING_VPC_READS = ("related.models.VpcConfig.{0}", "related.endpoint_config.VpcConfig.{0}")


def _zones() -> Relation:
    return Relation(
        role="availability_zones",
        type=AVAILABILITY_ZONE,
        here="related.subnets[].AvailabilityZone",
        there="ZoneName",
        here_reads=("related.subnets.AvailabilityZone",),
        there_reads=("ZoneName",),
        reference=True,
        optional_in_code=True,
    )


def _scaling(role: str, kind: str) -> Relation:
    return Relation(role, kind, _SCALED, "ResourceId", _SCALED_READS, ("ResourceId",))


RELATIONS: Final = {
    TRAINING_JOB: (
        Relation(
            "subnets",
            SUBNET,
            _VPC[0].replace(".Subnets", ".Subnets[]"),
            "SubnetId",
            _VPC[:1],
            ("SubnetId",),
            reference=True,
        ),
        Relation(
            "security_groups",
            SECURITY_GROUP,
            "resource.VpcConfig.SecurityGroupIds[]",
            "GroupId",
            _VPC[1:],
            ("GroupId",),
            reference=True,
        ),
        _zones(),
    ),
    MODEL: (),
    ENDPOINT_VARIANT: (
        Relation(
            "models", MODEL, "resource.ModelName", "ModelName", ("resource.ModelName",), ("ModelName",), reference=True
        ),
        Relation(
            "subnets",
            SUBNET,
            _HOSTING_VPC.format("Subnets"),
            "SubnetId",
            tuple(path.format("Subnets") for path in _HOSTING_VPC_READS),
            ("SubnetId",),
            reference=True,
        ),
        Relation(
            "security_groups",
            SECURITY_GROUP,
            _HOSTING_VPC.format("SecurityGroupIds"),
            "GroupId",
            tuple(path.format("SecurityGroupIds") for path in _HOSTING_VPC_READS),
            ("GroupId",),
            reference=True,
        ),
        _zones(),
        _scaling("scalable_targets", SCALABLE_TARGET),
        _scaling("scaling_policies", SCALING_POLICY),
        _scaling("scheduled_actions", SCHEDULED_ACTION),
        _scaling("scaling_activities", SCALING_ACTIVITY),
        Relation(
            "alarms",
            ALARM,
            "join('/', [related.endpoint[0].EndpointName, resource.VariantName])",
            "join('/', [Dimensions[?Name=='EndpointName'].Value | [0], Dimensions[?Name=='VariantName'].Value | [0]])",
            _SCALED_READS,
            ("Dimensions",),
        ),
        Relation(
            "metrics",
            METRIC,
            "join('/', [related.endpoint[0].EndpointName, resource.VariantName])",
            "join('/', MetricStat.Metric.Dimensions[?Name=='EndpointName' || Name=='VariantName'].Value)",
            _SCALED_READS,
            ("MetricStat",),
        ),
        Relation(
            "recommendation_jobs",
            RECOMMENDATION_JOB,
            "[resource.ModelName, join('/', ['endpoint', related.endpoint[0].EndpointName])]",
            "[InputConfig.ModelName, InputConfig.Endpoints[].join('/', ['endpoint', EndpointName])][]",
            ("resource.ModelName", "related.endpoint.EndpointName"),
            ("InputConfig",),
            optional_in_code=True,
        ),
    ),
}
"""Roles of each subject type, in the order in which they are found; the variant's `endpoint` and `endpoint_config`
are what it is made of, so they are always there (subjects.py)."""
