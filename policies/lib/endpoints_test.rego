package tipstaff.lib.endpoints_test

import data.tipstaff.lib.endpoints

import future.keywords.not
import rego.v1

target := {"ScalableDimension": "sagemaker:variant:DesiredInstanceCount", "MinCapacity": 2, "MaxCapacity": 6}

test_tells_asynchronous_endpoints if {
	endpoints.asynchronous with input.related as {"endpoint_config": [{"AsyncInferenceConfig": {}}]}
	not endpoints.asynchronous with input.related as {"endpoint_config": [{}]}
	not endpoints.asynchronous with input.related as {}
}

test_tells_shadow_variants_by_their_name if {
	config := {"ProductionVariants": [{"VariantName": "a"}], "ShadowProductionVariants": [{"VariantName": "b"}]}
	endpoints.shadow with input as {"resource": {"VariantName": "b"}, "related": {"endpoint_config": [config]}}
	not endpoints.shadow with input as {"resource": {"VariantName": "a"}, "related": {"endpoint_config": [config]}}
	not endpoints.shadow with input as {"resource": {}, "related": {"endpoint_config": [config]}}
}

test_tells_inference_components_by_the_missing_model if {
	endpoints.inference_components with input.resource as {"InstanceType": "ml.g5.xlarge"}
	not endpoints.inference_components with input.resource as {"ModelName": "m"}
	not endpoints.inference_components with input.resource as {"ServerlessConfig": {}}
}

test_tells_multi_model_endpoints_by_any_container if {
	endpoints.multi_model with input.related as {"models": [{"PrimaryContainer": {"Mode": "MultiModel"}}]}
	endpoints.multi_model with input.related as {"models": [{"Containers": [{}, {"Mode": "MultiModel"}]}]}
	not endpoints.multi_model with input.related as {"models": [{"PrimaryContainer": {"Mode": "SingleModel"}}]}
	not endpoints.multi_model with input.related as {"models": [{"PrimaryContainer": {}}]}
}

test_takes_the_weight_of_now_before_the_one_to_start_with if {
	endpoints.without_traffic with input.resource as {"DesiredWeight": 0, "InitialVariantWeight": 1}
	endpoints.without_traffic with input.resource as {"InitialVariantWeight": 0}
	not endpoints.without_traffic with input.resource as {"DesiredWeight": 1, "InitialVariantWeight": 0}
	not endpoints.without_traffic with input.resource as {}
}

test_takes_the_images_of_the_models if {
	models := [{"PrimaryContainer": {"Image": "a"}}, {"Containers": [{"Image": "b"}]}]
	subject := {"resource": {"DeployedImages": [{"SpecifiedImage": "c"}]}, "related": {"models": models}}
	endpoints.served == {"a", "b"} with input as subject
}

test_takes_the_images_of_the_endpoint_where_a_package_holds_them if {
	models := [{"Containers": [{"Image": "a"}, {"ModelPackageName": "p"}]}]
	subject := {"resource": {"DeployedImages": [{"SpecifiedImage": "c"}]}, "related": {"models": models}}
	endpoints.served == {"a", "c"} with input as subject
	endpoints.served == {"a"} with input as {"resource": {}, "related": {"models": models}}
}

test_has_no_images_without_models if {
	endpoints.served == set() with input as {"resource": {}, "related": {}}
}

test_looks_up_the_images_that_it_knows if {
	known := "763104351884.dkr.ecr.eu-west-1.amazonaws.com/djl-inference:0.36.0-lmi22.0.0-cu129"
	models := [{"Containers": [{"Image": known}, {"Image": "churn:7"}]}]
	found := endpoints.algorithms with input as {"resource": {"ModelName": "m"}, "related": {"models": models}}
	object.keys(found) == {known}
	found[known].infer_gpu == "required"
}

test_names_images_in_order if endpoints.names({"a.example/b:1", "a.example/a:2", "python"}) == "a, b, python"

test_says_why_it_cannot_tell_what_runs if {
	unknown := {"resource": {"ModelName": "m"}, "related": {"models": [{"PrimaryContainer": {"Image": "churn:7"}}]}}
	endpoints.unknown_workloads == {"the reference data does not know the image churn:7"} with input as unknown
	packaged := {"resource": {"ModelName": "m"}, "related": {"models": [{"PrimaryContainer": {}}]}}
	endpoints.unknown_workloads == {"the image is inside a model package, which was not read"} with input as packaged
	components := {"resource": {}, "related": {"models": []}}
	endpoints.unknown_workloads == {"what runs in inference components was not read"} with input as components
	endpoints.unknown_workloads == set() with input as {"resource": {"ModelName": "m"}, "related": {"models": []}}
}

test_places_every_instance_type if {
	plain := {"path": "resource.InstanceType", "type": "ml.m5.xlarge", "accelerator": "none"}
	endpoints.types == {plain} with input.resource as {"InstanceType": "ml.m5.xlarge"}
	pools := [{"InstanceType": "ml.g5.xlarge"}, {"Priority": 2}, {"InstanceType": "ml.g6.xlarge"}]
	endpoints.types == {
		{"path": "resource.InstancePools[0].InstanceType", "type": "ml.g5.xlarge", "accelerator": "nvidia-gpu"},
		{"path": "resource.InstancePools[2].InstanceType", "type": "ml.g6.xlarge", "accelerator": "nvidia-gpu"},
	} with input.resource as {"InstancePools": pools}
	endpoints.types == set() with input.resource as {}
}

test_does_not_guess_the_accelerator_of_a_type if {
	endpoints.unknown_types == {{
		"path": "resource.InstanceType",
		"reason": "the reference data does not know the instance type ml.z9.large",
	}} with input.resource as {"InstanceType": "ml.z9.large"}
	endpoints.unknown_types == set() with input.resource as {"InstanceType": "ml.m5.xlarge"}
}

test_compares_the_price_of_running_instances_with_a_type_without_accelerators if {
	resource := {"InstanceType": "ml.g5.xlarge", "CurrentInstanceCount": 2}
	expected := {"saving": {
		"component": "Hosting",
		"instance_type": "ml.g5.xlarge",
		"hours_per_month": 1460,
		"instead": "ml.m7i.xlarge",
	}}
	endpoints.saving_on_cpu("ml.g5.xlarge") == expected with input as {"resource": resource, "related": {}}
}

test_counts_no_saving_where_none_is_sure if {
	running := {"InstanceType": "ml.g5.xlarge", "CurrentInstanceCount": 2}
	queued := {"endpoint_config": [{"AsyncInferenceConfig": {}}]}
	endpoints.saving_on_cpu("ml.g5.xlarge") == {} with input as {"resource": running, "related": queued}
	stopped := {"InstanceType": "ml.g5.xlarge", "CurrentInstanceCount": 0}
	endpoints.saving_on_cpu("ml.g5.xlarge") == {} with input as {"resource": stopped, "related": {}}
	declared := {"InstanceType": "ml.g5.xlarge", "InitialInstanceCount": 2}
	endpoints.saving_on_cpu("ml.g5.xlarge") == {} with input as {"resource": declared, "related": {}}
	endpoints.saving_on_cpu("ml.g6.xlarge") == {} with input as {"resource": running, "related": {}}
}

test_finds_the_targets_that_set_the_instance_count if {
	other := {"ScalableDimension": "sagemaker:variant:DesiredProvisionedConcurrency"}
	endpoints.instance_targets == {1} with input.related as {"scalable_targets": [other, target]}
	endpoints.instance_targets == set() with input.related as {"scalable_targets": [other]}
	endpoints.instance_targets == set() with input.related as {}
}

test_takes_the_minimum_of_the_scalable_target_first if {
	resource := {
		"DesiredInstanceCount": 4,
		"InitialInstanceCount": 3,
		"ManagedInstanceScaling": {"Status": "ENABLED", "MinInstanceCount": 1},
	}
	minimum := endpoints.minimum with input as {"resource": resource, "related": {"scalable_targets": [target]}}
	minimum.instances == 2
	minimum.path == "related.scalable_targets[0].MinCapacity"
}

test_passes_over_a_target_that_is_wholly_suspended if {
	whole := {
		"DynamicScalingInSuspended": true,
		"DynamicScalingOutSuspended": true,
		"ScheduledScalingSuspended": true,
	}
	suspended := object.union(target, {"SuspendedState": whole})
	resource := {"DesiredInstanceCount": 4}
	stopped := endpoints.minimum with input as {"resource": resource, "related": {"scalable_targets": [suspended]}}
	stopped.instances == 4
	half := object.union(suspended, {"SuspendedState": {"ScheduledScalingSuspended": false}})
	active := endpoints.minimum with input as {"resource": resource, "related": {"scalable_targets": [half]}}
	active.instances == 2
}

test_takes_the_minimum_of_managed_scaling_only_when_enabled if {
	enabled := {"InitialInstanceCount": 3, "ManagedInstanceScaling": {"Status": "ENABLED", "MinInstanceCount": 0}}
	scaled := endpoints.minimum with input as {"resource": enabled, "related": {}}
	scaled.instances == 0
	scaled.path == "resource.ManagedInstanceScaling.MinInstanceCount"
	disabled := object.union(enabled, {"ManagedInstanceScaling": {"Status": "DISABLED"}})
	fixed := endpoints.minimum with input as {"resource": disabled, "related": {}}
	fixed.instances == 3
}

test_takes_the_count_of_now_before_the_one_to_start_with if {
	resource := {"DesiredInstanceCount": 2, "InitialInstanceCount": 1}
	minimum := endpoints.minimum with input as {"resource": resource, "related": {}}
	minimum.instances == 2
	minimum.path == "resource.DesiredInstanceCount"
}

test_adds_up_the_pools if {
	pools := [{"CurrentInstanceCount": 2}, {"CurrentInstanceCount": 1}]
	minimum := endpoints.minimum with input as {"resource": {"InstancePools": pools}, "related": {}}
	minimum.instances == 3
}

test_has_no_minimum_when_nothing_gives_one if {
	not endpoints.minimum with input as {"resource": {"InstancePools": [{"InstanceType": "ml.g5.xlarge"}]}, "related": {}}
	not endpoints.minimum with input as {"resource": {}, "related": {}}
}
