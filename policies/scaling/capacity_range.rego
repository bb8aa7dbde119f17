# METADATA
# title: Scalable targets have room to scale
# description: |
#   A scalable target whose MinCapacity equals its MaxCapacity can never scale, whatever its policies say: the capacity
#   is fixed, and looks as if it were not.
#
#   A target that scheduled actions move to other capacities is fine. Exempt are targets parked at zero. A fleet that is
#   fixed on purpose needs no scalable target at all.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html
#   - ref: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
# custom:
#   code: ASC003
#   severity: medium
#   category: cost
#   subject: tipstaff::EndpointVariant
#   reads:
#     - related.scalable_targets.MaxCapacity
#     - related.scalable_targets.MinCapacity
#     - related.scalable_targets.ScalableDimension
#     - related.scheduled_actions.ScalableDimension
#     - related.scheduled_actions.ScalableTargetAction
#   remediation: |
#     Set MaxCapacity of the scalable target to what the peak needs, above MinCapacity, or remove the target.
#   controls:
#     wa-ml-lens: [MLREL05-BP01]
package tipstaff.scaling.capacity_range

import future.keywords.not
import rego.v1

violation contains {
	"path": sprintf("related.scalable_targets[%d].MaxCapacity", [index]),
	"message": sprintf("MinCapacity and MaxCapacity of the scalable target are both %d", [target.MaxCapacity]),
	"evidence": {"min_capacity": target.MinCapacity, "max_capacity": target.MaxCapacity},
} if {
	some index, target in input.related.scalable_targets
	target.MinCapacity == target.MaxCapacity
	not _moved(target)
}

exemption contains {"reason": "the target is parked at zero", "path": path} if {
	some index, target in input.related.scalable_targets
	target.MinCapacity == 0
	target.MaxCapacity == 0
	path := sprintf("related.scalable_targets[%d]", [index])
}

exemption contains {"reason": "the variant has no scalable target"} if not input.related.scalable_targets[0]

# A scheduled action gives the target another capacity for a time.
_moved(target) if {
	some action in input.related.scheduled_actions
	action.ScalableDimension == target.ScalableDimension
	some capacity in action.ScalableTargetAction
	capacity != target.MinCapacity
}
