package tipstaff.scaling.target_has_policy_test

import data.tipstaff.scaling.target_has_policy as policy

import rego.v1

dimension := {"ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}

concurrency := {"ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}

live := {
	"source": "live",
	"resource": {"VariantName": "AllTraffic"},
	"related": {
		"scalable_targets": [object.union(dimension, {"MinCapacity": 2, "MaxCapacity": 6})],
		"scaling_policies": [],
		"scheduled_actions": [],
	},
}

code := object.union(live, {"source": "code"})

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

test_fails_when_nothing_scales_the_target if {
	fails(live)
	finding := found(live)
	finding.path == "related.scalable_targets[0]"
	finding.message == "the scalable target (2 to 6) has no scaling policy and no scheduled action"
	finding.confidence == "certain"
	finding.evidence == {"min_capacity": 2, "max_capacity": 6}
}

test_fails_when_nothing_in_this_code_scales_the_target if {
	fails(code)
	endswith(found(code).message, "in this code")
	found(code).confidence == "heuristic"
}

test_fails_when_only_another_dimension_scales if {
	fails(put(live, "related/scaling_policies", [concurrency]))
	fails(put(live, "related/scheduled_actions", [concurrency]))
}

test_fails_at_the_one_target_of_two_that_nothing_scales if {
	capacity := {"MinCapacity": 1, "MaxCapacity": 9}
	targets := [object.union(dimension, capacity), object.union(concurrency, capacity)]
	subject := put(put(live, "related/scalable_targets", targets), "related/scaling_policies", [dimension])
	fails(subject)
	found(subject).path == "related.scalable_targets[1]"
}

test_fails_for_both_targets_when_nothing_scales if {
	capacity := {"MinCapacity": 1, "MaxCapacity": 9}
	targets := [object.union(dimension, capacity), object.union(concurrency, capacity)]
	count(policy.violation) == 2 with input as put(live, "related/scalable_targets", targets)
}

test_fails_without_capacities if {
	subject := json.remove(live, ["related/scalable_targets/0/MinCapacity", "related/scalable_targets/0/MaxCapacity"])
	fails(subject)
	found(subject).message == "the scalable target has no scaling policy and no scheduled action"
}

test_fails_without_a_dimension if fails(without(live, "related/scalable_targets/0/ScalableDimension"))

test_fails_without_the_other_roles if {
	fails(json.remove(live, ["related/scaling_policies", "related/scheduled_actions"]))
}

test_passes_with_a_scaling_policy if {
	passes(put(live, "related/scaling_policies", [dimension]))
	passes(put(code, "related/scaling_policies", [dimension]))
}

test_passes_with_a_schedule if passes(put(live, "related/scheduled_actions", [dimension]))

test_exempts_variants_without_a_target if {
	exempt(put(live, "related/scalable_targets", []), "no scalable target")
	exempt(without(live, "related/scalable_targets"), "no scalable target")
}
