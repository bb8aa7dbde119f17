package tipstaff.scaling.capacity_range_test

import data.tipstaff.scaling.capacity_range as policy

import rego.v1

dimension := {"ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}

live := {
	"source": "live",
	"resource": {"VariantName": "AllTraffic"},
	"related": {
		"scalable_targets": [object.union(dimension, {"MinCapacity": 3, "MaxCapacity": 3})],
		"scheduled_actions": [],
	},
}

scheduled(fields) := put(live, "related/scheduled_actions", [object.union(dimension, fields)])

put(subject, path, value) := json.patch(subject, [{"op": "add", "path": path, "value": value}])

without(subject, path) := json.remove(subject, [path])

found(subject) := value if {
	policy.violation[value] with input as subject
}

fails(subject) if {
	count(policy.violation) == 1 with input as subject
	count(policy.exemption) == 0 with input as subject
}

passes(subject) if {
	count(policy.violation) == 0 with input as subject
	count(policy.exemption) == 0 with input as subject
}

exempt(subject, words) if {
	some exemption in policy.exemption with input as subject
	contains(exemption.reason, words)
}

test_fails_when_the_minimum_is_the_maximum if {
	fails(live)
	finding := found(live)
	finding.path == "related.scalable_targets[0].MaxCapacity"
	finding.message == "MinCapacity and MaxCapacity of the scalable target are both 3"
	finding.evidence == {"min_capacity": 3, "max_capacity": 3}
}

test_fails_in_code_too if fails(put(live, "source", "code"))

test_fails_when_the_schedule_keeps_the_capacity if {
	fails(scheduled({"ScalableTargetAction": {"MinCapacity": 3, "MaxCapacity": 3}}))
	fails(scheduled({"ScalableTargetAction": {}}))
	fails(scheduled({}))
}

test_fails_when_the_schedule_is_of_another_dimension if {
	other := {
		"ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency",
		"ScalableTargetAction": {"MaxCapacity": 9},
	}
	fails(put(live, "related/scheduled_actions", [other]))
}

test_fails_without_the_role_of_schedules if fails(without(live, "related/scheduled_actions"))

test_passes_when_there_is_a_range if passes(put(live, "related/scalable_targets/0/MaxCapacity", 6))

test_passes_when_a_schedule_moves_the_target if {
	passes(scheduled({"ScalableTargetAction": {"MaxCapacity": 9}}))
	passes(scheduled({"ScalableTargetAction": {"MinCapacity": 1}}))
	passes(scheduled({"ScalableTargetAction": {"MinCapacity": 5, "MaxCapacity": 5}}))
}

test_passes_without_a_capacity if {
	passes(without(live, "related/scalable_targets/0/MinCapacity"))
	passes(without(live, "related/scalable_targets/0/MaxCapacity"))
}

test_fails_without_a_dimension if fails(without(live, "related/scalable_targets/0/ScalableDimension"))

test_exempts_targets_that_are_parked_at_zero if {
	parked := object.union(dimension, {"MinCapacity": 0, "MaxCapacity": 0})
	exempt(put(live, "related/scalable_targets", [parked]), "parked at zero")
	some exemption in policy.exemption with input as put(live, "related/scalable_targets", [parked])
	exemption.path == "related.scalable_targets[0]"
}

test_exempts_variants_without_a_target if {
	exempt(put(live, "related/scalable_targets", []), "no scalable target")
	exempt(without(live, "related/scalable_targets"), "no scalable target")
}
