package tipstaff.lib.training_test

import data.tipstaff.lib.training

import future.keywords.not
import rego.v1

test_collects_the_types_of_one_cluster if {
	training.types == {"ml.m5.xlarge"} with input.resource as {"ResourceConfig": {"InstanceType": "ml.m5.xlarge"}}
}

test_collects_the_types_of_instance_groups if {
	groups := [{"InstanceType": "ml.m5.xlarge"}, {"InstanceType": "ml.g5.xlarge"}]
	training.types == {"ml.m5.xlarge", "ml.g5.xlarge"} with input.resource as {"ResourceConfig": {"InstanceGroups": groups}}
}

test_collects_the_types_of_instance_preferences if {
	types := [{"InstanceType": "ml.p5.48xlarge"}, {"InstanceType": "ml.p4d.24xlarge"}]
	training.types == {"ml.p5.48xlarge", "ml.p4d.24xlarge"} with input.resource as {"ResourceConfig": {"InstancePreferences": types}}
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
	count(training.launched_by_service) == 1 with input.resource as {"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}
	count(training.launched_by_service) == 1 with input.resource as {"LabelingJobArn": "arn:aws:sagemaker:::labeling-job/a"}
	count(training.launched_by_service) == 0 with input.resource as {}
}

test_knows_jumpstart_algorithms_by_their_tag if {
	lightgbm := {"sagemaker-sdk:jumpstart-model-id": "lightgbm-classification-model"}
	training.jumpstart_algorithm.name == "LightGBM" with input.tags as lightgbm
	detection := {"sagemaker-sdk:jumpstart-model-id": "tensorflow-od1-ssd-resnet50-v1-fpn-640x640-coco17-tpu-8"}
	training.jumpstart_algorithm.train_gpu == "required" with input.tags as detection
	not training.jumpstart_algorithm with input.tags as {"sagemaker-sdk:jumpstart-model-id": "meta-textgeneration-llama-3-8b"}
	not training.jumpstart_algorithm with input.tags as {}
}
