package tipstaff.inference.gpu_justification_test

import data.tipstaff.inference.gpu_justification as policy

import future.keywords.not
import rego.v1

aws(image) := sprintf("763104351884.dkr.ecr.eu-west-1.amazonaws.com/%s", [image])

own := "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"

pytorch := aws("pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker")

code := {
	"source": "code",
	"now": "2026-11-24T10:00:00Z",
	"environment": "production",
	"tags": {},
	"resource": {"VariantName": "AllTraffic", "ModelName": "vision", "InstanceType": "ml.g5.xlarge"},
	"related": {
		"endpoint": [{"EndpointName": "vision"}],
		"endpoint_config": [{}],
		"models": [{"ModelName": "vision", "PrimaryContainer": {"Image": pytorch}}],
	},
}

live := object.union(code, {
	"source": "live",
	"resource": {"CurrentInstanceCount": 2},
	"related": {"recommendation_jobs": []},
})

job := {
	"Status": "COMPLETED",
	"InputConfig": {"ModelName": "vision"},
	"InferenceRecommendations": [
		{"EndpointConfiguration": {"InstanceType": "ml.g5.xlarge"}},
		{"EndpointConfiguration": {"InstanceType": "ml.c5.xlarge"}},
	],
}

put(subject, path, value) := json.patch(subject, [{"op": "add", "path": path, "value": value}])

without(subject, path) := json.remove(subject, [path])

serving(image) := put(code, "related/models/0/PrimaryContainer/Image", image)

on(type) := put(code, "resource/InstanceType", type)

benchmarked(fields) := put(live, "related/recommendation_jobs", [object.union(job, fields)])

several(containers) := put(code, "related/models", [{"ModelName": "vision", "Containers": containers}])

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

cannot_tell(subject, words) if {
	some problem in policy.unrecognized with input as subject
	contains(problem.reason, words)
}

test_fails_when_nothing_says_why_a_gpu if {
	fails(code)
	finding := found(code)
	finding.path == "resource.InstanceType"
	finding.message == "ml.g5.xlarge serves pytorch-inference, and nothing says why it needs a GPU"
	finding.confidence == "heuristic"
	finding.evidence == {
		"instance_type": "ml.g5.xlarge",
		"images": [pytorch],
		"environment_keys_looked_for": ["SM_NUM_GPUS", "TENSOR_PARALLEL_DEGREE", "OPTION_TENSOR_PARALLEL_DEGREE"],
		"tags_looked_for": ["tipstaff:gpu-justification", "tipstaff:latency-slo-ms"],
	}
	not finding.saving
}

test_fails_live_and_counts_what_a_cpu_type_would_save if {
	fails(live)
	found(live).saving == {
		"component": "Hosting",
		"instance_type": "ml.g5.xlarge",
		"hours_per_month": 1460,
		"instead": "ml.m7i.xlarge",
	}
}

test_leaves_the_saving_of_cpu_algorithms_to_their_own_policy if {
	subject := put(live, "related/models/0/PrimaryContainer/Image", aws("sagemaker-xgboost:1.7-1"))
	fails(subject)
	not found(subject).saving
}

test_fails_when_an_image_of_language_models_is_built_for_cpus if {
	fails(serving(aws("huggingface-llamacpp:1.0-cpu-py312")))
}

test_fails_when_environment_variables_say_nothing_of_gpus if {
	fails(put(code, "related/models/0/PrimaryContainer/Environment", {"HF_MODEL_ID": "bert-base"}))
}

test_fails_for_asynchronous_endpoints_without_a_saving if {
	subject := put(live, "related/endpoint_config/0/AsyncInferenceConfig", {})
	fails(subject)
	not found(subject).saving
}

test_fails_at_the_pool_that_has_a_gpu if {
	pools := [{"InstanceType": "ml.m7i.xlarge"}, {"InstanceType": "ml.g6.xlarge"}]
	subject := put(without(code, "resource/InstanceType"), "resource/InstancePools", pools)
	fails(subject)
	found(subject).path == "resource.InstancePools[1].InstanceType"
}

test_fails_when_no_container_of_several_has_a_reason if {
	subject := several([{"Image": pytorch}, {"Image": aws("sagemaker-scikit-learn:1.2-1-cpu-py3")}])
	fails(subject)
	contains(found(subject).message, "serves pytorch-inference, sagemaker-scikit-learn,")
}

test_fails_when_the_benchmark_proves_nothing if {
	fails(benchmarked({"Status": "FAILED"}))
	fails(benchmarked({"InferenceRecommendations": [{"EndpointConfiguration": {"InstanceType": "ml.g5.xlarge"}}]}))
	fails(benchmarked({"InferenceRecommendations": [{"EndpointConfiguration": {"InstanceType": "ml.z9.large"}}]}))
}

test_fails_when_the_claim_has_run_out if {
	subject := put(code, "tags/tipstaff:gpu-justification", "p99 under 40 ms@2026-11-23")
	fails(subject)
	contains(found(subject).message, "the tag tipstaff:gpu-justification gives no reason for today: p99 under 40 ms@2026-11-23")
	fails(put(code, "tags/tipstaff:latency-slo-ms", "40@2026-11-23"))
}

test_fails_when_the_claim_is_empty_or_no_number if {
	fails(put(code, "tags/tipstaff:gpu-justification", " "))
	fails(put(code, "tags/tipstaff:latency-slo-ms", "fast"))
}

test_passes_on_types_without_accelerators if passes(on("ml.c5.xlarge"))

test_passes_when_the_image_needs_a_gpu if {
	passes(serving(aws("djl-inference:0.36.0-lmi22.0.0-cu129")))
	passes(serving(aws("huggingface-pytorch-tgi-inference:2.7.0-tgi3.3.4-gpu-py311-cu124-ubuntu22.04")))
	passes(serving("nvcr.io/nim/meta/llama-3.1-8b-instruct:1.3"))
	passes(serving("683313688378.dkr.ecr.us-east-1.amazonaws.com/tei:2.0.1-tei1.8.2-gpu-py310-cu122-ubuntu22.04"))
}

test_passes_when_language_models_run_on_a_build_for_gpus if {
	passes(serving(aws("huggingface-llamacpp:1.0-gpu-py312-cu124")))
}

test_passes_when_the_environment_spreads_the_model_over_gpus if {
	every key in ["SM_NUM_GPUS", "TENSOR_PARALLEL_DEGREE", "OPTION_TENSOR_PARALLEL_DEGREE"] {
		passes(put(code, "related/models/0/PrimaryContainer/Environment", {key: "4"}))
		passes(several([{"Image": own}, {"Image": pytorch, "Environment": {key: "4"}}]))
	}
}

test_passes_when_one_container_of_several_needs_the_gpu if {
	passes(several([{"Image": own}, {"Image": aws("djl-inference:0.36.0-lmi22.0.0-cu129")}]))
}

test_passes_when_a_benchmark_compared_a_type_without_gpu if {
	passes(benchmarked({}))
	asked := {"EndpointConfigurations": [{"InstanceType": "ml.c5.xlarge"}]}
	passes(without(benchmarked({"InputConfig": asked}), "related/recommendation_jobs/0/InferenceRecommendations"))
}

test_exempts_serverless_variants if {
	subject := put(code, "resource", {"ModelName": "vision", "ServerlessConfig": {"MemorySizeInMB": 2048}})
	exempt(subject, "serverless")
	count(policy.violation) == 0 with input as subject
}

test_exempts_multi_model_endpoints if {
	exempt(put(code, "related/models/0/PrimaryContainer/Mode", "MultiModel"), "multi-model")
}

test_exempts_other_accelerators if {
	exempt(on("ml.inf2.xlarge"), "ml.inf2.xlarge has no GPU")
	count(policy.violation) == 0 with input as on("ml.trn1.2xlarge")
}

test_exempts_what_a_tag_declares if {
	exempt(
		put(code, "tags/tipstaff:gpu-justification", "p99 under 40 ms"),
		"declared in the tag tipstaff:gpu-justification: p99 under 40 ms",
	)
	exempt(put(code, "tags/tipstaff:gpu-justification", "p99 under 40 ms@2026-11-24"), "declared")
	exempt(put(code, "tags/tipstaff:latency-slo-ms", "40"), "declared in the tag tipstaff:latency-slo-ms: 40")
	exempt(put(code, "tags/tipstaff:latency-slo-ms", "12.5@2027-01-01"), "declared")
	count(policy.violation) == 0 with input as put(code, "tags/tipstaff:latency-slo-ms", "40")
}

test_exempts_unknown_images_that_a_tag_explains if {
	exempt(put(serving(own), "tags/tipstaff:latency-slo-ms", "40"), "declared")
}

test_takes_the_tag_from_the_parameters if {
	changed := {
		"justification_tag": "team:gpu",
		"latency_tag": "team:slo",
		"environment_keys": ["WORLD_SIZE"],
		"image_kinds": [],
	}
	tagged := put(code, "tags/team:gpu", "batch deadline")
	some exemption in policy.exemption with input as tagged with data.params.inference.gpu_justification as changed
	contains(exemption.reason, "team:gpu")
	spread := put(code, "related/models/0/PrimaryContainer/Environment", {"WORLD_SIZE": "2"})
	count(policy.violation) == 0 with input as spread with data.params.inference.gpu_justification as changed
}

test_cannot_tell_what_an_unknown_image_needs if {
	cannot_tell(serving(own), "does not know the image 111122223333")
	cannot_tell(several([{"Image": pytorch}, {"Image": own}]), "does not know the image 111122223333")
}

test_says_nothing_of_unknown_images_without_a_gpu if {
	passes(put(serving(own), "resource/InstanceType", "ml.c5.xlarge"))
}

test_cannot_tell_what_a_model_package_runs if {
	packaged := several([{"ModelPackageName": "p"}])
	cannot_tell(packaged, "inside a model package")
	fails(put(packaged, "resource/DeployedImages", [{"SpecifiedImage": pytorch}]))
}

test_cannot_tell_what_inference_components_run if {
	subject := put(without(code, "resource/ModelName"), "related/models", [])
	cannot_tell(subject, "inference components")
}

test_cannot_tell_what_an_unknown_type_has if cannot_tell(on("ml.z9.large"), "does not know the instance type ml.z9.large")

test_passes_without_an_instance_type if passes(without(code, "resource/InstanceType"))

test_cannot_tell_without_an_image if {
	cannot_tell(without(code, "related/models/0/PrimaryContainer/Image"), "inside a model package")
}

test_fails_when_all_that_can_be_missing_is_missing if {
	subject := {
		"source": "code",
		"now": "2026-11-24T10:00:00Z",
		"environment": "unknown",
		"tags": {},
		"resource": {"InstanceType": "ml.g5.xlarge", "ModelName": "m"},
		"related": {"endpoint": [], "endpoint_config": []},
	}
	fails(subject)
	contains(found(subject).message, "serves a model")
}
