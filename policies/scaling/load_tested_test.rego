package tipstaff.scaling.load_tested_test

import data.tipstaff.scaling.load_tested as policy

import rego.v1

target := {"ScalableDimension": "sagemaker:variant:DesiredInstanceCount"}

code := {
	"source": "code",
	"now": "2026-11-24T10:00:00Z",
	"environment": "production",
	"tags": {},
	"resource": {"VariantName": "AllTraffic", "ModelName": "churn-7", "InstanceType": "ml.m5.xlarge"},
	"related": {
		"endpoint": [{"EndpointName": "churn"}],
		"endpoint_config": [{"EndpointConfigName": "churn-7"}],
		"scalable_targets": [target],
	},
}

live := object.union(code, {
	"source": "live",
	"related": {
		"endpoint_config": [{"EndpointConfigName": "churn-7", "CreationTime": "2026-03-01T08:00:00Z"}],
		"recommendation_jobs": [],
	},
})

job := {
	"JobName": "churn-load",
	"JobType": "Advanced",
	"Status": "COMPLETED",
	"CompletionTime": "2026-03-05T12:00:00Z",
	"InputConfig": {"ModelName": "churn-7", "EndpointConfigurations": [{"InstanceType": "ml.m5.xlarge"}]},
}

tested(fields) := put(live, "related/recommendation_jobs", [object.union(job, fields)])

tagged(subject, text) := put(subject, "tags/tipstaff:load-test", text)

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

test_fails_when_nothing_shows_a_load_test if {
	fails(live)
	finding := found(live)
	finding.path == "tags[\"tipstaff:load-test\"]"
	finding.message == "the variant scales, and nothing shows that it was load-tested"
	finding.severity == "medium"
	finding.confidence == "heuristic"
	finding.evidence == {
		"looked_for": [
			"a completed Advanced Inference Recommender job of the model and instance type",
			"a tag tipstaff:load-test = <uri>@<YYYY-MM-DD>",
		],
		"not_before": "2026-03-01",
		"tag": "",
		"stale_jobs": [],
	}
}

test_fails_in_code_when_nothing_shows_a_load_test if {
	fails(code)
	found(code).evidence.not_before == "180 days ago"
}

test_fails_when_the_job_proves_nothing if {
	fails(tested({"JobType": "Default"}))
	fails(tested({"Status": "FAILED"}))
	fails(tested({"InputConfig": {"ModelName": "churn-6"}}))
	fails(tested({"InputConfig": {"EndpointConfigurations": [{"InstanceType": "ml.c5.xlarge"}]}}))
	fails(without(tested({}), "related/recommendation_jobs/0/CompletionTime"))
	fails(without(tested({}), "related/recommendation_jobs/0/InputConfig"))
}

test_fails_when_the_configuration_is_newer_than_the_job if {
	subject := tested({"CompletionTime": "2026-02-28T23:00:00Z"})
	fails(subject)
	contains(found(subject).message, "its last load test, 2026-02-28, is stale: it needs one since 2026-03-01")
	found(subject).evidence.stale_jobs == ["churn-load"]
}

test_fails_when_the_configuration_is_newer_than_the_tag if {
	subject := tagged(live, "https://wiki/load@2026-02-28")
	fails(subject)
	contains(found(subject).message, "its load test of 2026-02-28 is stale: it needs one since 2026-03-01")
}

test_fails_when_the_tag_in_code_is_older_than_half_a_year if {
	subject := tagged(code, "https://wiki/load@2026-05-27")
	fails(subject)
	contains(found(subject).message, "it needs one since 180 days ago")
}

test_fails_when_the_tag_is_from_the_future if fails(tagged(live, "https://wiki/load@2026-11-25"))

test_fails_when_the_tag_gives_no_day if {
	subject := tagged(live, "https://wiki/load")
	fails(subject)
	contains(found(subject).message, "its tag tipstaff:load-test does not end in @ and a day: https://wiki/load")
	found(subject).evidence.tag == "https://wiki/load"
	fails(tagged(live, "https://wiki/load@2026-02-30"))
	fails(tagged(live, ""))
}

test_informs_when_the_environment_is_not_known if {
	fails(put(live, "environment", "unknown"))
	found(put(live, "environment", "unknown")).severity == "info"
}

test_fails_without_names_to_compare if {
	fails(without(tested({}), "resource/InstanceType"))
	by_endpoint := {"InputConfig": {"Endpoints": [{"EndpointName": "churn"}], "ModelName": "other"}}
	fails(without(tested(by_endpoint), "related/endpoint/0/EndpointName"))
}

test_passes_when_a_job_tested_the_model_on_the_type if passes(tested({}))

test_passes_when_a_job_tested_this_endpoint if {
	by_endpoint := {"InputConfig": {"Endpoints": [{"EndpointName": "churn"}], "ModelName": "other"}}
	passes(tested(by_endpoint))
}

test_passes_with_an_old_job_of_an_older_configuration if {
	passes(put(tested({}), "related/endpoint_config/0/CreationTime", "2020-03-05T23:00:00Z"))
}

test_counts_days_when_the_configuration_has_no_day if {
	undated := without(tested({}), "related/endpoint_config/0/CreationTime")
	fails(undated)
	passes(put(undated, "related/recommendation_jobs/0/CompletionTime", "2026-06-01T00:00:00Z"))
}

test_exempts_what_a_tag_declares if {
	exempt(
		tagged(live, "https://wiki/load@2026-03-01"),
		"declared in the tag tipstaff:load-test: load test https://wiki/load of 2026-03-01",
	)
	exempt(tagged(code, "https://wiki/load@2026-05-28"), "declared")
	exempt(tagged(code, "https://wiki/load@2026-11-24"), "declared")
	count(policy.violation) == 0 with input as tagged(code, "https://wiki/load@2026-11-24")
}

test_takes_the_tag_and_the_age_from_the_parameters if {
	changed := {"load_test_tag": "team:load", "max_age_days": 10}
	subject := put(code, "tags/team:load", "https://wiki/load@2026-11-14")
	some exemption in policy.exemption with input as subject with data.params.scaling.load_tested as changed
	contains(exemption.reason, "team:load")
	older := put(code, "tags/team:load", "https://wiki/load@2026-11-13")
	count(policy.exemption) == 0 with input as older with data.params.scaling.load_tested as changed
}

test_exempts_variants_outside_production if exempt(put(live, "environment", "non-production"), "does not serve production")

test_exempts_serverless_variants if {
	subject := put(live, "resource", {"ModelName": "churn-7", "ServerlessConfig": {"MemorySizeInMB": 2048}})
	exempt(subject, "serverless")
	count(policy.violation) == 0 with input as subject
}

test_exempts_variants_that_do_not_scale if {
	exempt(put(live, "related/scalable_targets", []), "no scalable target")
	exempt(without(live, "related/scalable_targets"), "no scalable target")
	exempt(put(live, "related/scalable_targets/0/ScalableDimension", "other"), "no scalable target")
	count(policy.violation) == 0 with input as put(live, "related/scalable_targets", [])
}

test_cannot_tell_how_inference_components_scale if {
	subject := put(without(live, "resource/ModelName"), "related/scalable_targets", [])
	count(policy.violation) == 0 with input as subject
	count(policy.unrecognized) == 1 with input as subject
	exempt(put(subject, "environment", "non-production"), "does not serve production")
}

test_fails_when_all_that_can_be_missing_is_missing if {
	fails({
		"source": "live",
		"now": "2026-11-24T10:00:00Z",
		"environment": "production",
		"tags": {},
		"resource": {"ModelName": "churn-7"},
		"related": {"endpoint": [], "endpoint_config": [], "scalable_targets": [target]},
	})
}
