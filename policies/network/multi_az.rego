# METADATA
# title: Endpoints in a VPC span two Availability Zones
# description: |
#   SageMaker spreads the instances of a variant over the zones of the subnets that it may use. With subnets in one zone
#   only, that zone takes the endpoint down with it; the developer guide asks for two subnets in different zones even
#   for a single instance.
#
#   Zones count by their id, or by their name where code gives no id. Two subnets may lie in the same zone, and Local and
#   Wavelength Zones do not count. High severity in production, low elsewhere. A subnet of which the zone is not known
#   leaves the verdict unknown.
#
#   Exempt are variants without a VpcConfig (the service's own network spreads over zones) and serverless variants.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html
# custom:
#   code: NET001
#   severity: high
#   category: resilience
#   subject: tipstaff::EndpointVariant
#   reads:
#     - environment
#     - resource.ServerlessConfig?
#     - related.availability_zones.ZoneId
#     - related.availability_zones.ZoneName
#     - related.availability_zones.ZoneType
#     - related.endpoint_config.VpcConfig.Subnets?
#     - related.models.VpcConfig.Subnets?
#     - related.subnets.AvailabilityZone
#     - related.subnets.AvailabilityZoneId
#     - related.subnets.SubnetId?
#   remediation: |
#     Add a subnet in another Availability Zone to VpcConfig.Subnets. A model cannot be changed: create a new one and
#     update the endpoint.
#   controls:
#     wa-ml-lens: [MLREL05-BP02]
package tipstaff.network.multi_az

import future.keywords.not
import rego.v1

violation contains {
	"path": place.path,
	"message": sprintf("%s %s in %s", [_subnets(place), _verb(place), _where(place)]),
	"severity": severity,
	"evidence": {"zones": {subnet: _zone_text(subnet) | some subnet in place.subnets}},
} if {
	some place in places
	count(_zones(place)) < 2
	_settled(place)
}

exemption contains {"reason": "a serverless variant has no VPC"} if input.resource.ServerlessConfig

exemption contains {"reason": "without a VpcConfig the service spreads the variant over Availability Zones"} if {
	not input.resource.ServerlessConfig
	count(places) == 0
}

unrecognized contains {
	"path": place.path,
	"reason": sprintf("the zone of subnet %s is not known", [subnet]),
} if {
	some place in places
	count(_zones(place)) < 2
	not _settled(place)
	some subnet in place.subnets
	not _zones_of[subnet]
}

places contains {"path": path, "subnets": {subnet | some subnet in model.VpcConfig.Subnets}} if {
	some index, model in input.related.models
	count(model.VpcConfig.Subnets) > 0
	path := sprintf("related.models[%d].VpcConfig.Subnets", [index])
}

places contains {"path": path, "subnets": {subnet | some subnet in config.VpcConfig.Subnets}} if {
	some index, config in input.related.endpoint_config
	count(config.VpcConfig.Subnets) > 0
	path := sprintf("related.endpoint_config[%d].VpcConfig.Subnets", [index])
}

# One subnet is in one zone, whichever that is; of several, every zone has to be known.
_settled(place) if count(place.subnets) == 1

_settled(place) if {
	every subnet in place.subnets {
		_zones_of[subnet]
	}
}

_zones(place) := {zone | some subnet in place.subnets; some zone in _zones_of[subnet]; not zone in _local}

# Zones by their id; by their name as long as a subnet has no id, because ids and names cannot be compared.
_zones_of[id] contains zone if {
	_all_have_ids
	some subnet in input.related.subnets
	id := subnet.SubnetId
	zone := subnet.AvailabilityZoneId
}

_zones_of[id] contains zone if {
	not _all_have_ids
	some subnet in input.related.subnets
	id := subnet.SubnetId
	zone := subnet.AvailabilityZone
}

_all_have_ids if {
	every subnet in input.related.subnets {
		subnet.AvailabilityZoneId
	}
}

# Ids and names of zones that are no Availability Zones.
_local contains name if {
	some zone in input.related.availability_zones
	zone.ZoneType != "availability-zone"
	some key in ["ZoneName", "ZoneId"]
	name := zone[key]
}

# Where nobody lists the zones their names and ids tell: us-west-2-lax-1a, us-east-1-wl1-bos-wlz-1, usw2-lax1-az1.
_local contains zone if {
	not input.related.availability_zones
	some zones in _zones_of
	some zone in zones
	_named_like_a_local_zone(split(zone, "-"))
}

_named_like_a_local_zone(parts) if count(parts) > 4

_named_like_a_local_zone(parts) if {
	count(parts) == 3
	startswith(parts[2], "az")
}

default severity := "low"

severity := "high" if input.environment == "production"

_subnets(place) := "the only subnet" if {
	count(place.subnets) == 1
} else := sprintf("all %d subnets", [count(place.subnets)])

_verb(place) := "is" if {
	count(place.subnets) == 1
} else := "are"

_where(place) := sprintf("one Availability Zone, %s", [zone]) if {
	some zone in _zones(place)
} else := "no Availability Zone" if {
	every subnet in place.subnets {
		_zones_of[subnet] & _local != set()
	}
} else := "one Availability Zone"

_zone_text(subnet) := concat(", ", sort(_zones_of[subnet])) if {
	_zones_of[subnet]
} else := "unknown"
