package tipstaff.inference.production_redundancy_test

import data.tipstaff.inference.production_redundancy as policy

import rego.v1

variant := {"VariantName": "AllTraffic", "ModelName": "churn-7", "InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}

code := {
	"source": "code",
	"environment": "production",
	"tags": {},
	"resource": variant,
	"related": {
		"endpoint": [{"EndpointName": "churn"}],
		"endpoint_config": [{"ProductionVariants": [variant]}],
		"scalable_targets": [],
	},
}

live := object.union(code, {"source": "live", "resource": {"DesiredInstanceCount": 1, "DesiredWeight": 1}})

target := {"ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "MinCapacity": 1, "MaxCapacity": 6}

put(subject, path, value) := json.patch(subject, [{"op": "add", "path": path, "value": value}])

without(subject, path) := json.remove(subject, [path])

scaled(subject, fields) := put(subject, "related/scalable_targets", [object.union(target, fields)])

found(subject) := value if {
	policy.violation[value] with input as subject
}

fails(subject) if {
	count(policy.violation) == 1 with input as subject
	count(policy.exemption) == 0 with input as subject
	count(policy.unrecognized) == 0 with input as subject
}

passes(subject) if {
	count(policy.violation) == 0 with input as subject
	count(policy.exemption) == 0 with input as subject
	count(policy.unrecognized) == 0 with input as subject
}

exempt(subject, words) if {
	some exemption in policy.exemption with input as subject
	contains(exemption.reason, words)
	count(policy.unrecognized) == 0 with input as subject
}

test_fails_when_code_starts_one_instance if {
	fails(code)
	finding := found(code)
	finding.path == "resource.InitialInstanceCount"
	finding.message == "the variant keeps only 1 instance: InitialInstanceCount is 1"
	finding.severity == "high"
	finding.evidence == {
		"minimum_instances": 1,
		"decided_by": "InitialInstanceCount",
		"environment": "production",
		"extra_instance_hours_per_month": 730,
	}
}

test_fails_when_one_instance_runs if {
	fails(live)
	found(live).path == "resource.DesiredInstanceCount"
}

test_fails_when_the_scalable_target_may_scale_in_to_one if {
	subject := scaled(put(live, "resource/DesiredInstanceCount", 4), {})
	fails(subject)
	found(subject).path == "related.scalable_targets[0].MinCapacity"
	found(subject).message == "the variant keeps only 1 instance: MinCapacity of the scalable target is 1"
	fails(scaled(put(code, "resource/InitialInstanceCount", 2), {}))
}

test_fails_when_managed_scaling_may_leave_no_instance if {
	subject := put(code, "resource/ManagedInstanceScaling", {"Status": "ENABLED", "MinInstanceCount": 0})
	fails(subject)
	found(subject).message == "the variant keeps no instance: ManagedInstanceScaling.MinInstanceCount is 0"
	found(subject).evidence.extra_instance_hours_per_month == 1460
}

test_fails_when_inference_components_share_one_instance if fails(without(code, "resource/ModelName"))

test_fails_when_the_pools_hold_one_instance if {
	pools := [{"InstanceType": "ml.g5.xlarge", "CurrentInstanceCount": 1}, {"InstanceType": "ml.g6.xlarge", "CurrentInstanceCount": 0}]
	subject := put(without(live, "resource/DesiredInstanceCount"), "resource/InstancePools", pools)
	fails(subject)
	found(subject).path == "resource.InstancePools"
}

test_fails_when_a_suspended_target_has_a_higher_minimum if {
	suspended := {
		"DynamicScalingInSuspended": true,
		"DynamicScalingOutSuspended": true,
		"ScheduledScalingSuspended": true,
	}
	fails(scaled(code, {"MinCapacity": 2, "SuspendedState": suspended}))
}

test_fails_when_the_target_is_of_another_dimension if {
	fails(scaled(code, {"MinCapacity": 2, "ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}))
}

test_fails_when_another_variant_serves_another_model if {
	other := {"VariantName": "B", "ModelName": "churn-8", "InitialInstanceCount": 1}
	fails(put(code, "related/endpoint_config/0/ProductionVariants/-", other))
}

test_fails_when_the_other_variant_of_the_model_has_no_traffic if {
	other := {"VariantName": "B", "ModelName": "churn-7", "InitialInstanceCount": 1}
	idle := object.union(other, {"InitialVariantWeight": 0})
	fails(put(code, "related/endpoint_config/0/ProductionVariants/-", idle))
	drained := put(live, "related/endpoint_config/0/ProductionVariants/-", other)
	fails(put(drained, "related/endpoint/0/ProductionVariants", [{"VariantName": "B", "DesiredWeight": 0}]))
}

test_informs_when_the_environment_is_not_known if {
	subject := put(code, "environment", "unknown")
	fails(subject)
	found(subject).severity == "info"
}

test_takes_the_number_of_instances_from_the_parameters if {
	params := {"min_instances": 3}
	subject := put(code, "resource/InitialInstanceCount", 2)
	some finding in policy.violation with input as subject with data.params.inference.production_redundancy as params
	finding.message == "the variant keeps only 2 instances: InitialInstanceCount is 2"
}

test_passes_with_two_instances if {
	passes(put(code, "resource/InitialInstanceCount", 2))
	passes(put(live, "resource/DesiredInstanceCount", 2))
}

test_passes_when_the_scalable_target_keeps_two if {
	passes(scaled(code, {"MinCapacity": 2}))
	passes(scaled(live, {"MinCapacity": 2}))
}

test_passes_when_managed_scaling_keeps_two if {
	passes(put(code, "resource/ManagedInstanceScaling", {"Status": "ENABLED", "MinInstanceCount": 2}))
}

test_passes_when_the_pools_hold_two_instances if {
	pools := [{"CurrentInstanceCount": 1}, {"CurrentInstanceCount": 1}]
	passes(put(without(live, "resource/DesiredInstanceCount"), "resource/InstancePools", pools))
}

test_exempts_variants_outside_production if exempt(put(code, "environment", "non-production"), "does not serve production")

test_exempts_serverless_variants if {
	serverless := {"VariantName": "AllTraffic", "ModelName": "churn-7", "ServerlessConfig": {"MemorySizeInMB": 2048}}
	subject := put(code, "resource", serverless)
	exempt(subject, "serverless")
	count(policy.violation) == 0 with input as subject
}

test_exempts_asynchronous_endpoints if {
	exempt(put(code, "related/endpoint_config/0/AsyncInferenceConfig", {"OutputConfig": {}}), "queue")
}

test_exempts_shadow_variants if {
	exempt(put(code, "related/endpoint_config/0/ShadowProductionVariants", [variant]), "shadow")
}

test_exempts_variants_without_traffic if {
	exempt(put(live, "resource/DesiredWeight", 0), "no traffic")
	exempt(put(code, "resource/InitialVariantWeight", 0), "no traffic")
}

test_exempts_a_variant_beside_one_of_the_same_model if {
	other := {"VariantName": "B", "ModelName": "churn-7", "InitialInstanceCount": 1}
	exempt(put(code, "related/endpoint_config/0/ProductionVariants/-", other), "variant B of the endpoint serves the same model")
}

test_cannot_tell_when_nothing_gives_a_count if {
	subject := without(code, "resource/InitialInstanceCount")
	count(policy.violation) == 0 with input as subject
	count(policy.unrecognized) == 1 with input as subject
}

test_fails_when_all_that_can_be_missing_is_missing if {
	fails({
		"source": "code",
		"environment": "production",
		"tags": {},
		"resource": {"InitialInstanceCount": 1},
		"related": {"endpoint": [], "endpoint_config": []},
	})
}

test_says_what_it_cannot_tell_of_nothing_at_all if {
	subject := {"source": "live", "environment": "unknown", "tags": {}, "resource": {}, "related": {}}
	count(policy.violation) == 0 with input as subject
	count(policy.exemption) == 0 with input as subject
}
