package tipstaff.training.no_idle_accelerator_test

import data.tipstaff.training.no_idle_accelerator as policy

import future.keywords.not
import rego.v1

resource := {
	"AlgorithmSpecification": {"TrainingImage": "382416733822.dkr.ecr.us-east-1.amazonaws.com/randomcutforest:1"},
	"ResourceConfig": {"InstanceType": "ml.g5.2xlarge", "InstanceCount": 1},
}

live := {"source": "live", "resource": resource, "runs": {"instance_hours": 120, "days": 60}, "tags": {}}

code := {"source": "code", "resource": resource, "tags": {}}

changed(subject, fields) := object.union(subject, {"resource": fields})

uses(subject, image) := changed(subject, {"AlgorithmSpecification": {"TrainingImage": image}})

builtin(repository) := uses(code, sprintf("382416733822.dkr.ecr.us-east-1.amazonaws.com/%s:1", [repository]))

xgboost(tag, hyperparameters) := changed(
	uses(code, sprintf("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:%s", [tag])),
	{"HyperParameters": hyperparameters},
)

on(subject, type) := changed(subject, {"ResourceConfig": {"InstanceType": type}})

grouped(subject, key, types) := object.union(
	json.remove(subject, ["resource/ResourceConfig"]),
	{"resource": {"ResourceConfig": {key: [{"InstanceType": type} | some type in types]}}},
)

jumpstart(model) := object.union(
	uses(code, "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:1.9.0-gpu-py38"),
	{"tags": {"sagemaker-sdk:jumpstart-model-id": model}},
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

test_fails_when_a_cpu_algorithm_trains_on_a_gpu if {
	fails(live)
	fails(code)
	finding := found(live)
	finding.path == "resource.ResourceConfig.InstanceType"
	finding.message == "an accelerator on ml.g5.2xlarge, and Random Cut Forest cannot use it"
	finding.severity == "high"
	finding.confidence == "certain"
	finding.evidence.instance_hours == 120
}

test_prices_the_hours_against_a_cpu_type_of_the_same_size if {
	found(live).saving == {
		"component": "Training",
		"instance_type": "ml.g5.2xlarge",
		"hours_per_month": 60,
		"instead": "ml.m7i.2xlarge",
	}
	not found(code).saving
}

test_fails_for_other_algorithms_without_gpu_support if {
	fails(builtin("lda"))
	fails(builtin("xgboost"))
	fails(jumpstart("lightgbm-classification-model"))
	fails(jumpstart("catboost-regression-model"))
	fails(on(code, "ml.inf2.xlarge"))
}

test_fails_lower_and_less_sure_for_scikit_learn if {
	subject := uses(code, "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3")
	fails(subject)
	found(subject).severity == "medium"
	found(subject).confidence == "heuristic"
}

test_fails_low_where_the_guide_advises_against_gpus if {
	fails(builtin("kmeans"))
	found(builtin("kmeans")).severity == "low"
	found(builtin("factorization-machines")).severity == "low"
	endswith(found(builtin("kmeans")).message, "AWS's guide advises CPUs for K-Means")
}

test_fails_when_xgboost_is_not_told_to_use_the_gpu if {
	fails(xgboost("1.7-1", {}))
	fails(xgboost("1.7-1", {"tree_method": "\"hist\""}))
	fails(xgboost("3.2-0", {"tree_method": "hist", "device": "cpu"}))
	endswith(found(xgboost("1.7-1", {})).message, "uses it only with tree_method gpu_hist or device cuda")
	fails(json.remove(xgboost("1.7-1", {}), ["resource/HyperParameters"]))
}

test_fails_when_xgboost_is_too_old_for_gpus if {
	subject := xgboost("1.0-1-cpu-py3", {"tree_method": "gpu_hist"})
	fails(subject)
	endswith(found(subject).message, "1.0 trains on CPUs only")
	fails(xgboost("0.90-2-cpu-py3", {"tree_method": "gpu_hist"}))
}

test_fails_when_blazingtext_runs_in_batches if {
	subject := changed(builtin("blazingtext"), {"HyperParameters": {"mode": "\"batch_skipgram\""}})
	fails(subject)
	endswith(found(subject).message, "in mode batch_skipgram")
}

test_fails_when_all_groups_or_preferences_have_accelerators if {
	fails(grouped(code, "InstanceGroups", ["ml.g5.xlarge", "ml.g6.xlarge"]))
	subject := grouped(live, "InstancePreferences", ["ml.g5.xlarge", "ml.g6.xlarge"])
	fails(subject)
	found(subject).path == "resource.ResourceConfig"
	not found(subject).saving
}

test_is_less_sure_of_images_that_aws_does_not_publish if {
	subject := uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror/randomcutforest:1")
	fails(subject)
	found(subject).confidence == "heuristic"
}

test_passes_on_cpus if {
	passes(on(live, "ml.m5.xlarge"))
	passes(on(xgboost("1.7-1", {}), "ml.m5.xlarge"))
	passes(on(builtin("pca"), "ml.m5.xlarge"))
	passes(on(uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"), "ml.m5.xlarge"))
}

test_passes_when_one_type_has_no_accelerator if {
	passes(grouped(code, "InstancePreferences", ["ml.g5.xlarge", "ml.m5.xlarge"]))
}

test_passes_when_xgboost_uses_the_gpu if {
	passes(xgboost("1.7-1", {"tree_method": "\"gpu_hist\""}))
	passes(xgboost("3.2-0", {"device": "cuda:0"}))
}

test_passes_for_deep_learning if {
	passes(builtin("image-classification"))
	passes(uses(code, "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-gpu-py312"))
	passes(jumpstart("pytorch-tabtransformerclassification-model"))
}

test_passes_for_gpu_builds_of_own_images if {
	passes(uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7-cuda"))
}

test_passes_without_anything_to_judge if {
	passes(json.remove(code, ["resource/ResourceConfig"]))
	passes({"source": "code", "resource": {}, "tags": {}})
}

test_exempts_xgboost_scripts if {
	exempt(xgboost("1.7-1", {"sagemaker_program": "train.py"}), "script")
	started := {"AlgorithmSpecification": {"ContainerEntrypoint": ["/bin/bash"]}}
	exempt(changed(xgboost("1.7-1", {}), started), "script")
}

test_exempts_algorithms_where_the_guide_leaves_the_choice_open if {
	exempt(builtin("pca"), "PCA")
	exempt(builtin("blazingtext"), "BlazingText")
	exempt(changed(builtin("blazingtext"), {"HyperParameters": {"mode": "supervised"}}), "BlazingText")
	exempt(builtin("linear-learner"), "Linear Learner")
	exempt(builtin("knn"), "K-Nearest Neighbors")
}

test_exempts_jobs_that_a_service_started if {
	exempt(changed(live, {"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}), "Autopilot")
	exempt(changed(live, {"LabelingJobArn": "arn:aws:sagemaker:::labeling-job/a"}), "Ground Truth")
}

test_cannot_tell_what_an_own_image_can_use if {
	cannot_tell(uses(code, "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"), "churn:7")
}

test_cannot_tell_for_marketplace_algorithms if {
	subject := json.remove(code, ["resource/AlgorithmSpecification"])
	cannot_tell(changed(subject, {"AlgorithmSpecification": {"AlgorithmName": "bought"}}), "Marketplace")
}

test_cannot_tell_on_unknown_types if {
	cannot_tell(on(code, "ml.z9.large"), "ml.z9.large")
	passes(grouped(code, "InstancePreferences", ["ml.m5.xlarge", "ml.z9.large"]))
	passes(on(builtin("image-classification"), "ml.z9.large"))
}
