package tipstaff.lib.instances_test

import data.tipstaff.lib.instances

import future.keywords.not
import rego.v1

test_knows_the_kind_of_accelerator if {
	instances.accelerator("ml.m5.xlarge") == "none"
	instances.accelerator("ml.g5.xlarge") == "nvidia-gpu"
	instances.accelerator("ml.inf2.xlarge") == "inferentia"
	instances.accelerator("ml.trn1.2xlarge") == "trainium"
}

test_does_not_guess_an_accelerator if {
	not instances.accelerator("ml.z9.large")
	not instances.accelerator("ml.p6e-gb200.36xlarge")
	instances.unknown({"ml.m5.xlarge", "ml.z9.large"}) == {"ml.z9.large"}
}

test_tells_accelerated_types_from_others if {
	instances.accelerated("ml.g5.xlarge")
	not instances.accelerated("ml.m5.xlarge")
	not instances.accelerated("ml.z9.large")
}

test_judges_a_set_of_types_as_a_whole if {
	instances.all_accelerated({"ml.g5.xlarge", "ml.trn1.2xlarge"})
	not instances.all_accelerated({"ml.g5.xlarge", "ml.m5.xlarge"})
	not instances.all_accelerated(set())
	instances.all_cpu({"ml.m5.xlarge", "ml.c5.xlarge"})
	not instances.all_cpu({"ml.g5.xlarge", "ml.m5.xlarge"})
	not instances.all_cpu({"ml.m5.xlarge", "ml.z9.large"})
	not instances.all_cpu(set())
}

test_says_when_a_verdict_hangs_on_unknown_types if {
	instances.perhaps_all_accelerated({"ml.g5.xlarge", "ml.z9.large"})
	instances.perhaps_all_accelerated({"ml.z9.large"})
	not instances.perhaps_all_accelerated({"ml.m5.xlarge", "ml.z9.large"})
	not instances.perhaps_all_accelerated({"ml.g5.xlarge"})
	instances.perhaps_all_cpu({"ml.m5.xlarge", "ml.z9.large"})
	not instances.perhaps_all_cpu({"ml.g5.xlarge", "ml.z9.large"})
	not instances.perhaps_all_cpu({"ml.m5.xlarge"})
	endswith(instances.unknown_reason({"ml.m5.xlarge", "ml.z9.large"}), "the accelerators of ml.z9.large")
}

test_finds_a_cpu_type_to_compare_with if {
	instances.cpu_equivalent("ml.g5.xlarge") == "ml.m7i.xlarge"
	not instances.cpu_equivalent("ml.m5.xlarge")
}

test_names_types_in_order if instances.names({"ml.m5.xlarge", "ml.c5.xlarge"}) == "ml.c5.xlarge, ml.m5.xlarge"

test_gives_all_facts_of_a_type if instances.facts("ml.g5.12xlarge").accelerator_count == 4
