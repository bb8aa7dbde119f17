# METADATA
# title: Scalable targets have a policy or a schedule
# description: |
#   Registering a scalable target changes nothing by itself: it only keeps the capacity between MinCapacity and
#   MaxCapacity. What scales is a scaling policy (target tracking or steps) or a scheduled action.
#
#   In code the finding is a heuristic: the policy may be declared somewhere else. Variants without a scalable target are
#   the matter of scaling-autoscaling-registered.
# related_resources:
#   - ref: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
# custom:
#   code: ASC002
#   severity: high
#   category: cost
#   subject: tipstaff::EndpointVariant
#   reads:
#     - related.scalable_targets.MaxCapacity
#     - related.scalable_targets.MinCapacity
#     - related.scalable_targets.ScalableDimension
#     - related.scaling_policies.ScalableDimension
#     - related.scheduled_actions.ScalableDimension
#   remediation: |
#     Add a target-tracking policy on SageMakerVariantInvocationsPerInstance to the target: PutScalingPolicy; Terraform:
#     aws_appautoscaling_policy; CloudFormation: AWS::ApplicationAutoScaling::ScalingPolicy.
#   controls:
#     wa-ml-lens: [MLREL05-BP01]
package tipstaff.scaling.target_has_policy

import future.keywords.not
import rego.v1

violation contains {
	"path": sprintf("related.scalable_targets[%d]", [index]),
	"message": message,
	"confidence": confidence,
	"evidence": evidence,
} if {
	some index, target in input.related.scalable_targets
	not target.ScalableDimension in driven
	evidence := _capacity(target)
	message := sprintf("the scalable target%s has %s", [_range(target), _nothing])
}

exemption contains {"reason": "the variant has no scalable target"} if not input.related.scalable_targets[0]

# The dimensions that something scales.
driven contains dimension if {
	some policy in input.related.scaling_policies
	dimension := policy.ScalableDimension
}

driven contains dimension if {
	some action in input.related.scheduled_actions
	dimension := action.ScalableDimension
}

_capacity(target) := {"min_capacity": target.MinCapacity, "max_capacity": target.MaxCapacity} if {
	target.MinCapacity >= 0
	target.MaxCapacity >= 0
} else := {}

_range(target) := sprintf(" (%d to %d)", [target.MinCapacity, target.MaxCapacity]) if {
	_capacity(target) != {}
} else := ""

default confidence := "certain"

confidence := "heuristic" if input.source == "code"

default _nothing := "no scaling policy and no scheduled action"

_nothing := "no scaling policy and no scheduled action in this code" if input.source == "code"
