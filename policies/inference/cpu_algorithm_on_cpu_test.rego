package tipstaff.inference.cpu_algorithm_on_cpu_test

import data.tipstaff.inference.cpu_algorithm_on_cpu as policy

import future.keywords.not
import rego.v1

builtin(image) := sprintf("685385470294.dkr.ecr.eu-west-1.amazonaws.com/%s", [image])

xgboost := "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-xgboost:1.7-1"

own := "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"

pytorch := "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"

code := {
	"source": "code",
	"environment": "unknown",
	"tags": {},
	"resource": {"VariantName": "AllTraffic", "ModelName": "churn", "InstanceType": "ml.g5.xlarge"},
	"related": {
		"endpoint": [{"EndpointName": "churn"}],
		"endpoint_config": [{}],
		"models": [{"ModelName": "churn", "PrimaryContainer": {"Image": xgboost}}],
	},
}

live := object.union(code, {"source": "live", "resource": {"CurrentInstanceCount": 2}})

put(subject, path, value) := json.patch(subject, [{"op": "add", "path": path, "value": value}])

without(subject, path) := json.remove(subject, [path])

serving(image) := put(code, "related/models/0/PrimaryContainer/Image", image)

on(type) := put(code, "resource/InstanceType", type)

several(images) := put(code, "related/models", [{"Containers": [container | some image in images; container := {"Image": image}]}])

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

test_fails_when_a_cpu_algorithm_is_on_a_gpu if {
	fails(code)
	finding := found(code)
	finding.path == "resource.InstanceType"
	finding.message == "ml.g5.xlarge serves sagemaker-xgboost, which cannot use an accelerator for inference"
	finding.severity == "high"
	finding.confidence == "certain"
	finding.evidence == {"instance_type": "ml.g5.xlarge", "images": [xgboost]}
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

test_counts_no_saving_for_asynchronous_endpoints if {
	subject := put(live, "related/endpoint_config/0/AsyncInferenceConfig", {"OutputConfig": {}})
	fails(subject)
	not found(subject).saving
}

test_fails_on_other_accelerators_too if {
	fails(on("ml.inf2.xlarge"))
	fails(on("ml.trn1.2xlarge"))
}

test_fails_for_every_algorithm_that_infers_on_cpus_only if {
	every name in ["forecasting-deepar", "randomcutforest", "lda", "blazingtext", "sagemaker-sparkml-serving", "tei-cpu"] {
		subject := serving(builtin(sprintf("%s:1", [name])))
		fails(subject)
		found(subject).severity == "high"
	}
}

test_is_milder_where_a_cpu_is_merely_sufficient if {
	every name in ["ntm", "ipinsights"] {
		subject := serving(builtin(sprintf("%s:1", [name])))
		fails(subject)
		found(subject).severity == "medium"
		found(subject).confidence == "heuristic"
		endswith(found(subject).message, "for which a CPU is sufficient")
	}
}

test_is_a_heuristic_for_copies_of_the_image if {
	subject := serving("111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror/sagemaker-xgboost:1.7-1")
	fails(subject)
	found(subject).confidence == "heuristic"
}

test_is_a_heuristic_for_scripts_of_scikit_learn if {
	subject := serving("141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3")
	fails(subject)
	found(subject).confidence == "heuristic"
}

test_fails_at_the_pool_that_has_an_accelerator if {
	pools := [{"InstanceType": "ml.m7i.xlarge"}, {"InstanceType": "ml.g6.xlarge"}]
	subject := put(without(code, "resource/InstanceType"), "resource/InstancePools", pools)
	fails(subject)
	found(subject).path == "resource.InstancePools[1].InstanceType"
}

test_fails_when_all_containers_infer_on_cpus if {
	sklearn := builtin("sagemaker-scikit-learn:1.2-1-cpu-py3")
	subject := several([sklearn, xgboost])
	fails(subject)
	contains(found(subject).message, "serves sagemaker-scikit-learn, sagemaker-xgboost,")
	built_for_cpus := "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.6.0-cpu-py312"
	fails(several([xgboost, built_for_cpus]))
}

test_fails_when_a_package_holds_the_image_that_the_endpoint_reports if {
	packaged := put(code, "related/models", [{"Containers": [{"ModelPackageName": "p"}]}])
	fails(put(packaged, "resource/DeployedImages", [{"SpecifiedImage": xgboost}]))
}

test_passes_on_types_without_accelerators if passes(on("ml.m5.xlarge"))

test_passes_when_the_algorithm_can_use_the_accelerator if {
	passes(serving(pytorch))
	passes(serving(builtin("linear-learner:1")))
	passes(serving("763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-inference-neuronx:2.1"))
}

test_exempts_serverless_variants if {
	subject := put(code, "resource", {"ModelName": "churn", "ServerlessConfig": {"MemorySizeInMB": 2048}})
	exempt(subject, "serverless")
	count(policy.violation) == 0 with input as subject
}

test_exempts_models_of_which_another_container_uses_the_accelerator if {
	exempt(several([xgboost, pytorch]), "container pytorch-inference of the same model uses the accelerator")
	triton := "301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tritonserver:26.05-py3"
	exempt(several([xgboost, triton]), "sagemaker-tritonserver")
	exempt(several([xgboost, pytorch, own]), "pytorch-inference")
}

test_cannot_tell_what_an_unknown_image_runs if {
	cannot_tell(serving(own), "does not know the image 111122223333")
	cannot_tell(several([xgboost, own]), "does not know the image 111122223333")
}

test_says_nothing_of_unknown_images_without_an_accelerator if {
	passes(put(serving(own), "resource/InstanceType", "ml.m5.xlarge"))
}

test_cannot_tell_what_a_model_package_runs if {
	cannot_tell(put(code, "related/models", [{"Containers": [{"ModelPackageName": "p"}]}]), "inside a model package")
}

test_cannot_tell_what_inference_components_run if {
	cannot_tell(put(without(code, "resource/ModelName"), "related/models", []), "inference components")
}

test_cannot_tell_what_an_unknown_type_has if cannot_tell(on("ml.z9.large"), "does not know the instance type ml.z9.large")

test_passes_without_an_instance_type if passes(without(code, "resource/InstanceType"))

test_passes_when_all_that_can_be_missing_is_missing if {
	passes({
		"source": "code",
		"environment": "unknown",
		"tags": {},
		"resource": {"InstanceType": "ml.g5.xlarge", "ModelName": "m"},
		"related": {"endpoint": [], "endpoint_config": []},
	})
}
