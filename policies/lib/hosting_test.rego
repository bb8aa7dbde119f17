package tipstaff.lib.hosting_test

import data.tipstaff.lib.hosting

import future.keywords.not
import rego.v1

test_collects_the_types_of_a_variant_and_its_pools if {
	hosting.types == {"ml.m5.xlarge"} with input.resource as {"InstanceType": "ml.m5.xlarge"}
	pools := [{"InstanceType": "ml.g5.xlarge"}, {"InstanceType": "ml.g6.xlarge"}]
	hosting.types == {"ml.g5.xlarge", "ml.g6.xlarge"} with input.resource as {"InstancePools": pools}
}

test_has_no_types_when_serverless if hosting.types == set() with input.resource as {"ServerlessConfig": {}}

test_collects_the_images_of_all_containers if {
	models := [{"PrimaryContainer": {"Image": "a"}}, {"Containers": [{"Image": "b"}, {"Image": "c"}]}]
	hosting.images == {"a", "b", "c"} with input.related as {"models": models}
}

test_has_no_images_without_models if {
	hosting.images == set() with input.related as {}
	hosting.images == set() with input.related as {"models": [{"PrimaryContainer": {"ModelPackageName": "a"}}]}
}

test_counts_instances_as_they_are_before_as_they_start if {
	hosting.instance_count == 3 with input.resource as {"CurrentInstanceCount": 3, "InitialInstanceCount": 1}
	hosting.instance_count == 0 with input.resource as {"CurrentInstanceCount": 0, "InitialInstanceCount": 1}
	hosting.instance_count == 1 with input.resource as {"InitialInstanceCount": 1}
	not hosting.instance_count with input.resource as {}
}
