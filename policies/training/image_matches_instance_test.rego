package tipstaff.training.image_matches_instance_test

import data.tipstaff.training.image_matches_instance as policy

import future.keywords.not
import rego.v1

dlc := "763104351884.dkr.ecr.us-east-1.amazonaws.com"

cpu_build := concat("/", [dlc, "pytorch-training:2.6.0-cpu-py312-ubuntu22.04-sagemaker"])

gpu_build := concat("/", [dlc, "pytorch-training:2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker"])

cpu_server := concat("/", [dlc, "pytorch-inference:2.6.0-cpu-py312"])

gpu_server := concat("/", [dlc, "pytorch-inference:2.6.0-gpu-py312"])

own := "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"

job := {
	"AlgorithmSpecification": {"TrainingImage": cpu_build},
	"ResourceConfig": {"InstanceType": "ml.g5.2xlarge", "InstanceCount": 1},
}

live := {"source": "live", "resource": job, "runs": {"instance_hours": 30, "days": 30}, "related": {}}

code := {"source": "code", "resource": job, "related": {}}

variant := {
	"source": "live",
	"resource": {
		"VariantName": "AllTraffic",
		"ModelName": "churn",
		"InstanceType": "ml.g5.xlarge",
		"InitialInstanceCount": 1,
		"CurrentInstanceCount": 2,
	},
	"related": {"models": [{"PrimaryContainer": {"Image": cpu_server}}]},
}

changed(subject, fields) := object.union(subject, {"resource": fields})

uses(subject, image) := changed(subject, {"AlgorithmSpecification": {"TrainingImage": image}})

on(subject, type) := changed(subject, {"ResourceConfig": {"InstanceType": type}})

grouped(subject, key, types) := object.union(
	json.remove(subject, ["resource/ResourceConfig"]),
	{"resource": {"ResourceConfig": {key: [{"InstanceType": type} | some type in types]}}},
)

serves(model) := object.union(json.remove(variant, ["related/models"]), {"related": {"models": [model]}})

contained(images) := serves({"Containers": [{"Image": image} | some image in images]})

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
	count(policy.unrecognized) == 0 with input as subject
	some exemption in policy.exemption with input as subject
	contains(exemption.reason, words)
}

cannot_tell(subject, words) if {
	count(policy.violation) == 0 with input as subject
	some unrecognized in policy.unrecognized with input as subject
	contains(unrecognized.reason, words)
}

test_fails_when_a_cpu_build_trains_on_a_gpu if {
	fails(live)
	fails(code)
	finding := found(live)
	finding.path == "resource.AlgorithmSpecification.TrainingImage"
	finding.message == sprintf("%s is a CPU build and runs on ml.g5.2xlarge with an accelerator", [cpu_build])
	finding.confidence == "certain"
	finding.evidence == {"image": cpu_build, "instance_types": ["ml.g5.2xlarge"]}
}

test_prices_the_hours_of_a_job_against_a_cpu_type if {
	found(live).saving == {
		"component": "Training",
		"instance_type": "ml.g5.2xlarge",
		"hours_per_month": 30,
		"instead": "ml.m7i.2xlarge",
	}
	not found(code).saving
}

test_fails_when_a_cpu_build_serves_on_a_gpu if {
	fails(variant)
	found(variant).path == "resource.InstanceType"
	found(variant).saving == {
		"component": "Hosting",
		"instance_type": "ml.g5.xlarge",
		"hours_per_month": 1460,
		"instead": "ml.m7i.xlarge",
	}
}

test_does_not_price_what_does_not_run if {
	not found(json.remove(variant, ["resource/CurrentInstanceCount"])).saving
}

test_fails_when_a_deployed_model_package_is_a_cpu_build if {
	deployed := {"DeployedImages": [{"SpecifiedImage": cpu_server}]}
	fails(changed(serves({"PrimaryContainer": {"ModelPackageName": "churn"}}), deployed))
}

test_fails_for_repositories_of_cpu_builds_only if {
	fails(serves({"PrimaryContainer": {"Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/tei-cpu:2.0.1"}}))
	fails(serves({"PrimaryContainer": {"Image": concat("/", [dlc, "pytorch-inference-graviton:2.4.0"])}}))
}

test_fails_for_triton_built_for_cpus if {
	triton := "301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tritonserver"
	fails(serves({"PrimaryContainer": {"Image": concat(":", [triton, "26.05-py3-cpu"])}}))
	passes(serves({"PrimaryContainer": {"Image": concat(":", [triton, "26.05-py3"])}}))
}

test_fails_when_all_containers_are_cpu_builds if {
	count(policy.violation) == 2 with input as contained([cpu_server, cpu_build])
}

test_fails_on_instance_pools_of_accelerators if {
	pools := [{"InstanceType": "ml.g5.xlarge"}, {"InstanceType": "ml.g6.xlarge"}]
	fails(changed(json.remove(variant, ["resource/InstanceType"]), {"InstancePools": pools}))
}

test_fails_on_other_accelerators if fails(on(code, "ml.trn1.2xlarge"))

test_fails_on_preferred_types_with_accelerators if {
	fails(grouped(code, "InstancePreferences", ["ml.g5.xlarge", "ml.g6.xlarge"]))
}

test_is_less_sure_of_images_that_aws_does_not_publish if {
	found(uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7-cpu")).confidence == "heuristic"
}

test_passes_on_cpus if {
	passes(on(live, "ml.m5.xlarge"))
	passes(changed(variant, {"InstanceType": "ml.m5.xlarge"}))
	passes(on(uses(code, own), "ml.m5.xlarge"))
}

test_passes_with_gpu_builds if {
	passes(uses(code, gpu_build))
	passes(serves({"PrimaryContainer": {"Image": gpu_server}}))
}

test_passes_with_images_of_one_build_for_all if {
	passes(uses(code, "811284229777.dkr.ecr.us-east-1.amazonaws.com/image-classification:1"))
	passes(uses(code, "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"))
}

test_passes_when_a_preferred_type_has_no_accelerator if {
	passes(grouped(code, "InstancePreferences", ["ml.g5.xlarge", "ml.m5.xlarge"]))
}

test_passes_serverless_variants if {
	serverless := {"ServerlessConfig": {"MemorySizeInMB": 2048}}
	passes(changed(json.remove(variant, ["resource/InstanceType"]), serverless))
}

test_passes_without_anything_to_judge if {
	passes(json.remove(code, ["resource/ResourceConfig"]))
	passes(json.remove(code, ["resource/AlgorithmSpecification"]))
	passes(json.remove(variant, ["related/models"]))
	passes({"source": "code", "resource": {}, "related": {}})
}

test_exempts_heterogeneous_clusters if {
	exempt(grouped(code, "InstanceGroups", ["ml.g5.xlarge", "ml.m5.xlarge"]), "heterogeneous")
	exempt(grouped(code, "InstanceGroups", ["ml.g5.xlarge"]), "heterogeneous")
}

test_exempts_models_with_a_gpu_build_in_another_container if {
	exempt(contained([cpu_server, gpu_server]), "another container")
}

test_exempts_algorithms_without_a_gpu_build if {
	scikit := "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
	exempt(uses(code, scikit), "no GPU build of sagemaker-scikit-learn")
	exempt(uses(code, "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.0-1-cpu-py3"), "sagemaker-xgboost")
	exempt(serves({"PrimaryContainer": {"Image": scikit}}), "no GPU build")
}

test_cannot_tell_what_inference_components_contain if {
	cannot_tell(json.remove(variant, ["resource/ModelName", "related/models"]), "inference components")
}

test_cannot_tell_what_a_silent_image_is_built_for if {
	cannot_tell(uses(code, own), "churn:7")
	cannot_tell(uses(code, concat("/", [dlc, "pytorch-training@sha256:abc"])), "pytorch-training")
	cannot_tell(contained([cpu_server, own]), "churn:7")
	cannot_tell(serves({"PrimaryContainer": {"Image": own}}), "churn:7")
}

test_cannot_tell_what_a_model_package_contains if {
	cannot_tell(serves({"PrimaryContainer": {"ModelPackageName": "churn"}}), "model package")
	cannot_tell(serves({"Containers": [{"ModelPackageName": "churn"}]}), "model package")
}

test_cannot_tell_for_marketplace_algorithms if {
	subject := json.remove(code, ["resource/AlgorithmSpecification"])
	cannot_tell(changed(subject, {"AlgorithmSpecification": {"AlgorithmName": "bought"}}), "Marketplace")
}

test_cannot_tell_on_unknown_types if {
	cannot_tell(on(code, "ml.z9.large"), "ml.z9.large")
	cannot_tell(changed(variant, {"InstanceType": "ml.z9.large"}), "ml.z9.large")
	passes(on(uses(code, gpu_build), "ml.z9.large"))
	passes(grouped(code, "InstancePreferences", ["ml.m5.xlarge", "ml.z9.large"]))
}
