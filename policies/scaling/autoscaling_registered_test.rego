package tipstaff.scaling.autoscaling_registered_test

import data.tipstaff.scaling.autoscaling_registered as policy

import rego.v1

code := {
	"source": "code",
	"now": "2026-11-24T10:00:00Z",
	"environment": "production",
	"tags": {},
	"resource": {
		"VariantName": "AllTraffic",
		"ModelName": "churn-7",
		"InstanceType": "ml.m5.xlarge",
		"InitialInstanceCount": 2,
	},
	"related": {
		"endpoint": [{"EndpointName": "churn"}],
		"endpoint_config": [{"ProductionVariants": [{"VariantName": "AllTraffic"}]}],
		"scalable_targets": [],
	},
}

live := object.union(code, {
	"source": "live",
	"resource": {"CurrentInstanceCount": 3},
	"related": {"endpoint": [{"EndpointName": "churn", "CreationTime": "2026-10-01T10:00:00Z"}]},
})

target := {
	"ResourceId": "endpoint/churn/variant/AllTraffic",
	"ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}

put(subject, path, value) := json.patch(subject, [{"op": "add", "path": path, "value": value}])

without(subject, path) := json.remove(subject, [path])

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

test_fails_when_nothing_is_registered if {
	fails(live)
	finding := found(live)
	finding.path == "resource.InitialInstanceCount"
	finding.message == "the variant has 3 instances, and no scalable target is registered for it"
	finding.severity == "high"
	finding.confidence == "certain"
	finding.evidence == {"instances": 3, "environment": "production"}
}

test_fails_when_this_code_declares_no_target if {
	fails(code)
	found(code).message == "the variant has 2 instances, and this code declares no scalable target for it"
	found(code).severity == "high"
	found(code).confidence == "heuristic"
}

test_fails_when_the_target_is_of_another_dimension if {
	other := object.union(target, {"ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"})
	fails(put(code, "related/scalable_targets", [other]))
}

test_is_milder_for_one_instance if {
	subject := put(code, "resource/InitialInstanceCount", 1)
	fails(subject)
	found(subject).severity == "medium"
	startswith(found(subject).message, "the variant has 1 instance, and")
	found(put(live, "resource/CurrentInstanceCount", 1)).severity == "medium"
}

test_informs_when_the_environment_is_not_known if {
	fails(put(code, "environment", "unknown"))
	found(put(code, "environment", "unknown")).severity == "info"
}

test_informs_when_the_capacity_is_reserved if {
	subject := put(live, "resource/CapacityReservationConfig", {"MlReservationArn": "arn:aws:sagemaker:::reservation/a"})
	fails(subject)
	found(subject).severity == "info"
}

test_fails_when_only_managed_scaling_is_set if {
	managed := {"Status": "ENABLED", "MinInstanceCount": 2, "MaxInstanceCount": 4}
	fails(put(code, "resource/ManagedInstanceScaling", managed))
}

test_fails_when_the_endpoint_is_exactly_old_enough if {
	fails(put(live, "related/endpoint/0/CreationTime", "2026-11-17T10:00:00Z"))
}

test_does_not_look_at_the_age_in_code if fails(put(code, "related/endpoint/0/CreationTime", "2026-11-24T09:00:00Z"))

test_fails_without_a_number_of_instances if {
	subject := without(code, "resource/InitialInstanceCount")
	fails(subject)
	startswith(found(subject).message, "the number of instances is fixed")
	found(subject).severity == "medium"
	found(subject).evidence == {}
}

test_fails_without_an_instance_type if fails(without(code, "resource/InstanceType"))

test_fails_without_a_creation_time if fails(without(live, "related/endpoint/0/CreationTime"))

test_passes_with_a_scalable_target if {
	passes(put(code, "related/scalable_targets", [target]))
	passes(put(live, "related/scalable_targets", [target]))
}

test_exempts_variants_outside_production if exempt(put(code, "environment", "non-production"), "does not serve production")

test_exempts_serverless_variants if {
	subject := put(code, "resource", {"ModelName": "churn-7", "ServerlessConfig": {"MemorySizeInMB": 2048}})
	exempt(subject, "serverless")
	count(policy.violation) == 0 with input as subject
}

test_exempts_asynchronous_endpoints if {
	exempt(put(code, "related/endpoint_config/0/AsyncInferenceConfig", {}), "asynchronous")
}

test_exempts_shadow_variants if {
	exempt(put(code, "related/endpoint_config/0/ShadowProductionVariants", [{"VariantName": "AllTraffic"}]), "shadow")
}

test_exempts_burstable_types if {
	exempt(put(code, "resource/InstanceType", "ml.t2.medium"), "ml.t2.medium is burstable and cannot be scaled")
	pools := [{"InstanceType": "ml.t2.large"}]
	exempt(put(without(code, "resource/InstanceType"), "resource/InstancePools", pools), "ml.t2.large")
}

test_exempts_young_endpoints if {
	exempt(put(live, "related/endpoint/0/CreationTime", "2026-11-18T10:00:00Z"), "younger than 7 days")
}

test_takes_the_age_from_the_parameters if {
	count(policy.exemption) == 1 with input as live with data.params.scaling.autoscaling_registered as {"min_age_days": 90}
}

test_cannot_tell_how_inference_components_scale if {
	subject := without(code, "resource/ModelName")
	count(policy.violation) == 0 with input as subject
	count(policy.unrecognized) == 1 with input as subject
	exempt(put(subject, "environment", "non-production"), "does not serve production")
}

test_fails_when_all_that_can_be_missing_is_missing if {
	fails({
		"source": "code",
		"now": "2026-11-24T10:00:00Z",
		"environment": "production",
		"tags": {},
		"resource": {"ModelName": "m"},
		"related": {"endpoint": [], "endpoint_config": []},
	})
}
