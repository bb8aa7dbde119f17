package tipstaff.training.gpu_for_deep_learning_test

import data.tipstaff.training.gpu_for_deep_learning as policy

import rego.v1

dlc := "763104351884.dkr.ecr.us-east-1.amazonaws.com"

resource := {
	"AlgorithmSpecification": {"TrainingImage": concat("/", [dlc, "pytorch-training:2.6.0-gpu-py312-cu124"])},
	"ResourceConfig": {"InstanceType": "ml.c5.4xlarge", "InstanceCount": 1},
}

runs := {"training_seconds": {"median": 7200, "max": 9000}, "instance_hours": 40}

live := {"source": "live", "resource": resource, "runs": runs, "tags": {}}

code := {"source": "code", "resource": resource, "tags": {}}

changed(subject, fields) := object.union(subject, {"resource": fields})

uses(subject, image) := changed(subject, {"AlgorithmSpecification": {"TrainingImage": image}})

on(subject, type) := changed(subject, {"ResourceConfig": {"InstanceType": type}})

grouped(subject, key, types) := object.union(
	json.remove(subject, ["resource/ResourceConfig"]),
	{"resource": {"ResourceConfig": {key: [{"InstanceType": type} | some type in types]}}},
)

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

test_fails_when_a_gpu_build_trains_on_cpus if {
	fails(live)
	fails(code)
	finding := found(live)
	finding.path == "resource.ResourceConfig.InstanceType"
	finding.message == concat("", [
		"no accelerator on ml.c5.4xlarge, and ",
		"763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312-cu124 is built for GPUs",
	])
	finding.severity == "high"
	finding.confidence == "certain"
	finding.evidence.median_training_seconds == 7200
	found(code).evidence == {"image": resource.AlgorithmSpecification.TrainingImage}
}

test_fails_when_the_algorithm_requires_a_gpu if {
	subject := uses(code, "811284229777.dkr.ecr.us-east-1.amazonaws.com/image-classification:1")
	fails(subject)
	endswith(found(subject).message, "Image Classification (MXNet) requires a GPU")
	found(subject).severity == "high"
}

test_fails_when_a_jumpstart_algorithm_requires_a_gpu if {
	tagged := {"tags": {"sagemaker-sdk:jumpstart-model-id": "tensorflow-od1-ssd-resnet50-v1-fpn"}}
	subject := object.union(uses(code, concat("/", [dlc, "tensorflow-training:2.9.1-gpu-py39"])), tagged)
	fails(subject)
	endswith(found(subject).message, "Object Detection - TensorFlow requires a GPU")
}

test_fails_low_when_a_cpu_build_of_a_framework_trains_for_long if {
	subject := uses(live, concat("/", [dlc, "pytorch-training:2.6.0-cpu-py312"]))
	fails(subject)
	found(subject).severity == "low"
	found(subject).confidence == "heuristic"
	endswith(found(subject).message, "pytorch-training trained for 7200 seconds (median)")
}

test_fails_when_all_groups_or_preferences_are_cpus if {
	fails(grouped(code, "InstanceGroups", ["ml.c5.xlarge", "ml.m5.xlarge"]))
	subject := grouped(code, "InstancePreferences", ["ml.m5.xlarge", "ml.c5.xlarge"])
	fails(subject)
	found(subject).path == "resource.ResourceConfig"
	startswith(found(subject).message, "no accelerator on ml.c5.xlarge, ml.m5.xlarge, and")
}

test_is_less_sure_of_images_that_aws_does_not_publish if {
	subject := uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1-gpu")
	fails(subject)
	found(subject).confidence == "heuristic"
}

test_passes_on_accelerators if {
	passes(on(live, "ml.g5.xlarge"))
	passes(on(code, "ml.trn1.2xlarge"))
	passes(on(uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1"), "ml.g5.xlarge"))
}

test_passes_when_a_preferred_type_has_an_accelerator if {
	passes(grouped(code, "InstancePreferences", ["ml.m5.xlarge", "ml.g5.xlarge"]))
}

test_passes_when_a_cpu_build_trains_briefly_or_for_an_unknown_time if {
	image := concat("/", [dlc, "pytorch-training:2.6.0-cpu-py312"])
	passes(uses(code, image))
	passes(uses(object.union(live, {"runs": {"training_seconds": {"median": 3600}}}), image))
	passes(uses(json.remove(live, ["runs/training_seconds"]), image))
}

test_passes_when_the_algorithm_is_not_deep_learning if {
	passes(uses(live, "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"))
	passes(uses(live, "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"))
	passes(uses(live, "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"))
}

test_passes_when_the_guide_leaves_the_choice_open if {
	passes(uses(live, "382416733822.dkr.ecr.us-east-1.amazonaws.com/ntm:1"))
	passes(uses(live, "522234722520.dkr.ecr.us-east-1.amazonaws.com/forecasting-deepar:1"))
}

test_passes_without_anything_to_judge if {
	passes(json.remove(code, ["resource/ResourceConfig"]))
	passes(json.remove(code, ["resource/AlgorithmSpecification"]))
	passes({"source": "code", "resource": {}, "tags": {}})
}

test_exempts_heterogeneous_clusters_with_an_accelerator if {
	exempt(grouped(code, "InstanceGroups", ["ml.c5.xlarge", "ml.g5.xlarge"]), "another instance group")
}

test_exempts_gpu_builds_where_the_guide_leaves_the_choice_open if {
	exempt(uses(code, concat("/", [dlc, "autogluon-training:1.4.0-gpu-py311"])), "AutoGluon")
	ray := "462105765813.dkr.ecr.us-east-1.amazonaws.com/sagemaker-rl-ray-container:ray-1.6.0-tf-gpu-py37"
	exempt(uses(code, ray), "open")
}

test_exempts_short_runs if {
	exempt(object.union(live, {"runs": {"training_seconds": {"max": 599}}}), "599 seconds")
	fails(object.union(live, {"runs": {"training_seconds": {"max": 600}}}))
}

test_exempts_scripts_that_do_not_train if {
	exempt(changed(code, {"HyperParameters": {"sagemaker_program": "\"Preprocess_data.py\""}}), "preprocess")
	exempt(changed(code, {"HyperParameters": {"sagemaker_program": "evaluate.py"}}), "evaluate")
	fails(changed(code, {"HyperParameters": {"sagemaker_program": "train.py"}}))
}

test_exempts_jobs_that_a_service_started if {
	exempt(changed(live, {"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}), "Autopilot")
	exempt(changed(live, {"LabelingJobArn": "arn:aws:sagemaker:::labeling-job/a"}), "Ground Truth")
}

test_cannot_tell_what_a_silent_image_needs if {
	cannot_tell(uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"), "does not tell")
	cannot_tell(uses(code, concat("/", [dlc, "pytorch-training@sha256:abc"])), "does not tell")
}

test_exempts_silent_images_too if {
	subject := uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7")
	exempt(changed(subject, {"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}), "Autopilot")
}

test_cannot_tell_for_marketplace_algorithms if {
	subject := json.remove(code, ["resource/AlgorithmSpecification"])
	cannot_tell(changed(subject, {"AlgorithmSpecification": {"AlgorithmName": "bought"}}), "Marketplace")
}

test_cannot_tell_on_unknown_types if {
	cannot_tell(on(code, "ml.z9.large"), "ml.z9.large")
	cannot_tell(grouped(code, "InstancePreferences", ["ml.m5.xlarge", "ml.z9.large"]), "ml.z9.large")
	passes(grouped(code, "InstancePreferences", ["ml.g5.xlarge", "ml.z9.large"]))
	passes(on(uses(code, "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"), "ml.z9.large"))
}
