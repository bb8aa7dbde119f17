# METADATA
# title: Production variants keep at least two instances
# description: |
#   SageMaker spreads the instances of a variant over Availability Zones, so one instance that fails, or a zone that
#   does, takes a variant of one instance down with it. AWS strongly recommends several instances for every production
#   endpoint.
#
#   What counts is how few instances the variant may come down to: MinCapacity of its scalable target when there is one
#   that is not suspended, else ManagedInstanceScaling.MinInstanceCount when that is enabled, else the instances that
#   are asked for now, else InitialInstanceCount. A second instance costs 730 instance-hours a month more.
#
#   When the environment is not known the finding is informational. Exempt are variants outside production, serverless
#   variants (the service spreads them itself), asynchronous endpoints (requests wait in a queue), shadow variants,
#   variants without traffic, and variants beside another one that serves the same model. An inference-component
#   endpoint that scales to zero on purpose needs a waiver.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-best-practices.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html
# custom:
#   code: EPT001
#   severity: high
#   category: resilience
#   subject: tipstaff::EndpointVariant
#   reads:
#     - environment
#     - resource.DesiredInstanceCount
#     - resource.DesiredWeight
#     - resource.InitialInstanceCount
#     - resource.InitialVariantWeight
#     - resource.InstancePools.CurrentInstanceCount
#     - resource.ManagedInstanceScaling
#     - resource.ModelName?
#     - resource.ServerlessConfig?
#     - resource.VariantName?
#     - related.endpoint.ProductionVariants.DesiredWeight
#     - related.endpoint.ProductionVariants.VariantName?
#     - related.endpoint_config.AsyncInferenceConfig?
#     - related.endpoint_config.ProductionVariants.InitialVariantWeight
#     - related.endpoint_config.ProductionVariants.ModelName?
#     - related.endpoint_config.ProductionVariants.VariantName?
#     - related.endpoint_config.ShadowProductionVariants.VariantName?
#     - related.scalable_targets.MinCapacity
#     - related.scalable_targets.ScalableDimension
#     - related.scalable_targets.SuspendedState
#   params:
#     min_instances: 2
#   remediation: |
#     Set InitialInstanceCount of the variant to at least 2, MinCapacity of its scalable target likewise, and give the
#     model's VpcConfig, if it has one, subnets in at least two Availability Zones.
#   controls:
#     security-hub: [SageMaker.4]
#     wa-ml-lens: [MLREL05-BP02]
package tipstaff.inference.production_redundancy

import data.params.inference.production_redundancy as params
import data.tipstaff.lib.endpoints.asynchronous
import data.tipstaff.lib.endpoints.minimum
import data.tipstaff.lib.endpoints.shadow
import data.tipstaff.lib.endpoints.without_traffic

import future.keywords.not
import rego.v1

violation contains {
	"path": found.path,
	"message": sprintf("the variant keeps %s: %s is %d", [_instances(found.instances), found.says, found.instances]),
	"severity": severity,
	"evidence": {
		"minimum_instances": found.instances,
		"decided_by": found.says,
		"environment": input.environment,
		"extra_instance_hours_per_month": (params.min_instances - found.instances) * 730,
	},
} if {
	found := minimum
	found.instances < params.min_instances
	not input.resource.ServerlessConfig
}

exemption contains {"reason": "the variant does not serve production"} if input.environment == "non-production"

exemption contains {"reason": "the service spreads a serverless variant over Availability Zones"} if {
	input.resource.ServerlessConfig
}

exemption contains {"reason": "the queue of an asynchronous endpoint keeps requests until there is an instance"} if {
	asynchronous
}

exemption contains {"reason": "nobody waits for the answers of a shadow variant"} if shadow

exemption contains {"reason": "the variant gets no traffic: its weight is 0"} if without_traffic

exemption contains {"reason": sprintf("variant %s of the endpoint serves the same model", [other.VariantName])} if {
	some config in input.related.endpoint_config
	some other in config.ProductionVariants
	other.VariantName != input.resource.VariantName
	other.ModelName == input.resource.ModelName
	not other.InitialVariantWeight == 0
	not other.VariantName in _drained
}

unrecognized contains {
	"path": "resource.InitialInstanceCount",
	"reason": "nothing says how many instances the variant has",
} if {
	not minimum
	count(exemption) == 0
}

# Variants of the live endpoint that get no traffic now, whatever they started with.
_drained contains name if {
	some endpoint in input.related.endpoint
	some variant in endpoint.ProductionVariants
	variant.DesiredWeight == 0
	name := variant.VariantName
}

default severity := "info"

severity := "high" if input.environment == "production"

_instances(0) := "no instance"

_instances(1) := "only 1 instance"

_instances(number) := sprintf("only %d instances", [number]) if number > 1
