package tipstaff.lib.training_test

import data.tipstaff.lib.training

import future.keywords.not
import rego.v1

test_collects_the_types_of_one_cluster if {
	training.types == {"ml.m5.xlarge"} with input.resource as {"ResourceConfig": {"InstanceType": "ml.m5.xlarge"}}
}

test_collects_the_types_of_instance_groups if {
	groups := [{"InstanceType": "ml.m5.xlarge"}, {"InstanceType": "ml.g5.xlarge"}]
	job := {"ResourceConfig": {"InstanceGroups": groups}}
	training.types == {"ml.m5.xlarge", "ml.g5.xlarge"} with input.resource as job
}

test_collects_the_types_of_instance_preferences if {
	types := [{"InstanceType": "ml.p5.48xlarge"}, {"InstanceType": "ml.p4d.24xlarge"}]
	job := {"ResourceConfig": {"InstancePreferences": types}}
	training.types == {"ml.p5.48xlarge", "ml.p4d.24xlarge"} with input.resource as job
}

test_has_no_types_without_a_resource_config if training.types == set() with input.resource as {}

test_takes_a_day_when_the_run_time_has_no_limit if {
	training.max_runtime == 86400 with input.resource as {}
	training.max_runtime == 60 with input.resource as {"StoppingCondition": {"MaxRuntimeInSeconds": 60}}
}

test_does_not_blow_up_a_short_history if {
	training.hours_per_month == 10 with input.runs as {"instance_hours": 10, "days": 1}
	training.hours_per_month == 50 with input.runs as {"instance_hours": 100, "days": 60}
	not training.hours_per_month with input as {}
}

test_writes_hours_without_fractions if {
	training.hours_text == "212" with input.runs as {"instance_hours": 212.345}
	training.hours_text == "1" with input.runs as {"instance_hours": 0.02}
}

test_names_the_service_that_started_a_job if {
	count(training.launched_by_service) == 1 with input.resource as {"AutoMLJobArn": "arn:aws:sagemaker:::a"}
	count(training.launched_by_service) == 1 with input.resource as {"LabelingJobArn": "arn:aws:sagemaker:::a"}
	count(training.launched_by_service) == 0 with input.resource as {}
}

test_knows_jumpstart_algorithms_by_their_tag if {
	lightgbm := {"sagemaker-sdk:jumpstart-model-id": "lightgbm-classification-model"}
	training.jumpstart_algorithm.name == "LightGBM" with input.tags as lightgbm
	detection := {"sagemaker-sdk:jumpstart-model-id": "tensorflow-od1-ssd-resnet50-v1-fpn-640x640-coco17-tpu-8"}
	training.jumpstart_algorithm.train_gpu == "required" with input.tags as detection
	not training.jumpstart_algorithm with input.tags as {"sagemaker-sdk:jumpstart-model-id": "meta-llama-3-8b"}
	not training.jumpstart_algorithm with input.tags as {}
}

pytorch := "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.6.0-cpu-py312"

on(type) := {"ResourceConfig": {"InstanceType": type}}

test_tells_whether_the_job_has_accelerators if {
	training.on_accelerators with input.resource as on("ml.g5.xlarge")
	not training.on_cpus with input.resource as on("ml.g5.xlarge")
	training.on_cpus with input.resource as on("ml.m5.xlarge")
	not training.on_accelerators with input.resource as on("ml.m5.xlarge")
}

test_tells_what_it_would_have_to_know_of_types if {
	training.perhaps_on_accelerators with input.resource as on("ml.z9.large")
	training.perhaps_on_cpus with input.resource as on("ml.z9.large")
	not training.perhaps_on_cpus with input.resource as on("ml.m5.xlarge")
	contains(training.unknown_types_reason, "ml.z9.large") with input.resource as on("ml.z9.large")
}

test_points_to_the_type_or_to_what_holds_the_types if {
	training.types_path == "resource.ResourceConfig.InstanceType" with input.resource as on("ml.m5.xlarge")
	training.types_path == "resource.ResourceConfig" with input.resource as {"ResourceConfig": {"InstanceGroups": []}}
}

test_looks_up_the_algorithm_by_image_and_by_jumpstart_tag if {
	job := {"resource": {"AlgorithmSpecification": {"TrainingImage": pytorch}}, "tags": {}}
	training.algorithm.kind == "dl-framework" with input as job
	training.processor == "cpu" with input as job
	tagged := object.union(job, {"tags": {"sagemaker-sdk:jumpstart-model-id": "catboost-classification-model"}})
	training.algorithm.name == "CatBoost" with input as tagged
	not training.algorithm with input as {"resource": {}, "tags": {}}
}

test_knows_marketplace_algorithms_by_their_name if {
	training.marketplace with input.resource as {"AlgorithmSpecification": {"AlgorithmName": "bought"}}
	not training.marketplace with input.resource as {"AlgorithmSpecification": {"AlgorithmName": ""}}
	not training.marketplace with input.resource as {"AlgorithmSpecification": {"TrainingImage": pytorch}}
}

test_prices_the_hours_of_one_accelerated_type if {
	job := {"resource": on("ml.g5.xlarge"), "runs": {"instance_hours": 60, "days": 60}}
	training.saving_on_cpu == {"saving": {
		"component": "Training",
		"instance_type": "ml.g5.xlarge",
		"hours_per_month": 30,
		"instead": "ml.m7i.xlarge",
	}} with input as job
	training.saving_on_cpu == {} with input as {"resource": on("ml.g5.xlarge")}
	training.saving_on_cpu == {} with input as {"resource": on("ml.m5.xlarge"), "runs": {"instance_hours": 60, "days": 60}}
}
