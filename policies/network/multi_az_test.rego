package tipstaff.network.multi_az_test

import data.tipstaff.network.multi_az as policy

import rego.v1

zone(name, id) := {"ZoneName": name, "ZoneId": id, "ZoneType": "availability-zone"}

live := {
	"source": "live",
	"environment": "production",
	"tags": {},
	"resource": {"VariantName": "AllTraffic", "ModelName": "churn-7"},
	"related": {
		"endpoint": [{"EndpointName": "churn"}],
		"endpoint_config": [{"EndpointConfigName": "churn-7"}],
		"models": [{"ModelName": "churn-7", "VpcConfig": {"Subnets": ["subnet-a", "subnet-b"]}}],
		"subnets": [
			{"SubnetId": "subnet-a", "AvailabilityZone": "eu-west-1a", "AvailabilityZoneId": "euw1-az1"},
			{"SubnetId": "subnet-b", "AvailabilityZone": "eu-west-1a", "AvailabilityZoneId": "euw1-az1"},
		],
		"availability_zones": [zone("eu-west-1a", "euw1-az1"), zone("eu-west-1b", "euw1-az2")],
	},
}

code := object.union(without(live, "related/availability_zones"), {
	"source": "code",
	"related": {"subnets": [
		{"SubnetId": "subnet-a", "AvailabilityZone": "eu-west-1a"},
		{"SubnetId": "subnet-b", "AvailabilityZone": "eu-west-1a"},
	]},
})

single := put(put(live, "related/models/0/VpcConfig/Subnets", ["subnet-a"]), "related/subnets", [live.related.subnets[0]])

in_zone(subject, fields) := second(subject, object.union(subject.related.subnets[1], fields))

second(subject, subnet) := json.patch(subject, [{"op": "replace", "path": "related/subnets/1", "value": subnet}])

with_zones(first, other) := put(code, "related/subnets", [
	{"SubnetId": "subnet-a", "AvailabilityZone": first},
	{"SubnetId": "subnet-b", "AvailabilityZone": other},
])

put(subject, path, value) := json.patch(subject, [{"op": "add", "path": path, "value": value}])

without(subject, path) := json.remove(subject, [path])

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
	count(policy.violation) == 0 with input as subject
	some problem in policy.unrecognized with input as subject
	contains(problem.reason, words)
}

test_fails_when_all_subnets_are_in_one_zone if {
	fails(live)
	finding := found(live)
	finding.path == "related.models[0].VpcConfig.Subnets"
	finding.message == "all 2 subnets are in one Availability Zone, euw1-az1"
	finding.severity == "high"
	finding.evidence == {"zones": {"subnet-a": "euw1-az1", "subnet-b": "euw1-az1"}}
}

test_fails_in_code_by_the_name_of_the_zone if {
	fails(code)
	found(code).message == "all 2 subnets are in one Availability Zone, eu-west-1a"
}

test_fails_when_there_is_one_subnet if {
	fails(single)
	found(single).message == "the only subnet is in one Availability Zone, euw1-az1"
}

test_fails_when_the_zone_of_the_only_subnet_is_not_known if {
	subject := put(single, "related/subnets", [{"SubnetId": "subnet-a"}])
	fails(subject)
	found(subject).message == "the only subnet is in one Availability Zone"
	found(subject).evidence == {"zones": {"subnet-a": "unknown"}}
}

test_fails_when_the_configuration_of_inference_components_is_in_one_zone if {
	config := {"VpcConfig": {"Subnets": ["subnet-a", "subnet-b"]}}
	subject := put(put(live, "related/models", []), "related/endpoint_config", [config])
	fails(subject)
	found(subject).path == "related.endpoint_config[0].VpcConfig.Subnets"
}

test_fails_when_the_other_subnet_is_in_a_local_zone if {
	local := {"ZoneName": "eu-west-1-dub-1a", "ZoneId": "euw1-dub1-az1", "ZoneType": "local-zone"}
	subject := put(
		in_zone(live, {"AvailabilityZone": "eu-west-1-dub-1a", "AvailabilityZoneId": "euw1-dub1-az1"}),
		"related/availability_zones/-",
		local,
	)
	fails(subject)
	found(subject).message == "all 2 subnets are in one Availability Zone, euw1-az1"
}

test_tells_local_zones_in_code_by_their_name if {
	fails(with_zones("us-west-2a", "us-west-2-lax-1a"))
	fails(with_zones("us-east-1a", "us-east-1-wl1-bos-wlz-1"))
	subject := with_zones("us-west-2-lax-1a", "us-west-2-lax-1b")
	fails(subject)
	found(subject).message == "all 2 subnets are in no Availability Zone"
	passes(with_zones("us-gov-west-1a", "us-gov-west-1b"))
}

test_tells_local_zones_in_code_by_their_id if {
	subnets := [
		{"SubnetId": "subnet-a", "AvailabilityZoneId": "usw2-az1"},
		{"SubnetId": "subnet-b", "AvailabilityZoneId": "usw2-lax1-az1"},
	]
	fails(put(code, "related/subnets", subnets))
}

test_is_milder_outside_production if {
	found(put(live, "environment", "non-production")).severity == "low"
	found(put(live, "environment", "unknown")).severity == "low"
}

test_passes_when_the_subnets_are_in_two_zones if {
	passes(in_zone(live, {"AvailabilityZone": "eu-west-1b", "AvailabilityZoneId": "euw1-az2"}))
	passes(in_zone(code, {"AvailabilityZone": "eu-west-1b"}))
}

test_passes_by_ids_when_names_are_missing if {
	subnets := [
		{"SubnetId": "subnet-a", "AvailabilityZoneId": "euw1-az1"},
		{"SubnetId": "subnet-b", "AvailabilityZoneId": "euw1-az2"},
	]
	passes(put(code, "related/subnets", subnets))
}

test_passes_when_two_zones_are_known_and_one_is_not if {
	three := put(live, "related/models/0/VpcConfig/Subnets", ["subnet-a", "subnet-b", "subnet-c"])
	passes(put(
		in_zone(three, {"AvailabilityZone": "eu-west-1b", "AvailabilityZoneId": "euw1-az2"}),
		"related/subnets/-",
		{"SubnetId": "subnet-c", "AvailabilityZone": "eu-west-1c", "AvailabilityZoneId": "euw1-az3"},
	))
	passes(put(in_zone(three, {"AvailabilityZone": "eu-west-1b"}), "related/subnets/-", {"SubnetId": "subnet-c"}))
}

test_exempts_serverless_variants if {
	exempt(put(live, "resource/ServerlessConfig", {"MemorySizeInMB": 2048}), "serverless")
}

test_exempts_variants_without_a_vpc if {
	exempt(without(live, "related/models/0/VpcConfig"), "without a VpcConfig")
	exempt(without(live, "related/models"), "without a VpcConfig")
	exempt(put(live, "related/models/0/VpcConfig/Subnets", []), "without a VpcConfig")
}

test_cannot_tell_when_a_zone_is_not_known if {
	cannot_tell(second(code, {"SubnetId": "subnet-b"}), "the zone of subnet subnet-b is not known")
	cannot_tell(without(code, "related/subnets/1"), "the zone of subnet subnet-b is not known")
	cannot_tell(without(code, "related/subnets"), "subnet-a")
}

test_cannot_compare_ids_with_names if {
	subnets := [{"SubnetId": "subnet-a", "AvailabilityZone": "eu-west-1a"}, {"SubnetId": "subnet-b", "AvailabilityZoneId": "euw1-az2"}]
	cannot_tell(put(code, "related/subnets", subnets), "the zone of subnet subnet-b is not known")
}

test_exempts_a_variant_of_which_nothing_is_known if {
	subject := {"source": "live", "environment": "unknown", "tags": {}, "resource": {}, "related": {}}
	exempt(subject, "without a VpcConfig")
}
