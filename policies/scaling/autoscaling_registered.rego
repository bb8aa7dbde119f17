# METADATA
# title: Production variants scale with their load
# description: |
#   A variant with a fixed number of instances pays for its peak at night and fails when the load exceeds it by day. It
#   scales once Application Auto Scaling has a scalable target for it (`endpoint/<name>/variant/<variant>`, dimension
#   sagemaker:variant:DesiredInstanceCount).
#
#   High severity for production variants of two instances or more, medium for those of one, informational when the
#   environment is not known and for fleets of reserved capacity, which are fixed on purpose. In code the finding is a
#   heuristic: the scalable target may be declared somewhere else. The load itself is not looked at yet; a variant with a
#   steady load deserves a waiver.
#
#   Exempt are variants outside production, serverless variants, asynchronous endpoints, shadow variants, burstable
#   ml.t2 types (they cannot be scaled) and endpoints younger than `min_age_days`. Inference components scale by targets
#   of their own, which are not read yet: unknown.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/inference-cost-optimization.html
# custom:
#   code: ASC001
#   severity: high
#   category: cost
#   subject: tipstaff::EndpointVariant
#   reads:
#     - environment
#     - resource.CapacityReservationConfig?
#     - resource.CurrentInstanceCount
#     - resource.InitialInstanceCount
#     - resource.InstancePools.InstanceType
#     - resource.InstanceType
#     - resource.ModelName?
#     - resource.ServerlessConfig?
#     - resource.VariantName?
#     - related.endpoint.CreationTime
#     - related.endpoint_config.AsyncInferenceConfig?
#     - related.endpoint_config.ShadowProductionVariants.VariantName?
#     - related.scalable_targets.ScalableDimension
#   params:
#     min_age_days: 7
#   remediation: |
#     Register a scalable target for the variant and give it a target-tracking policy on
#     SageMakerVariantInvocationsPerInstance: RegisterScalableTarget and PutScalingPolicy; Terraform:
#     aws_appautoscaling_target and aws_appautoscaling_policy; CloudFormation:
#     AWS::ApplicationAutoScaling::ScalableTarget and ScalingPolicy.
#   controls:
#     wa-ml-lens: [MLREL05-BP01]
package tipstaff.scaling.autoscaling_registered

import data.params.scaling.autoscaling_registered as params
import data.tipstaff.lib.endpoints.asynchronous
import data.tipstaff.lib.endpoints.inference_components
import data.tipstaff.lib.endpoints.instance_targets
import data.tipstaff.lib.endpoints.shadow
import data.tipstaff.lib.endpoints.types
import data.tipstaff.lib.hosting.instance_count
import data.tipstaff.lib.times

import future.keywords.not
import rego.v1

violation contains {
	"path": "resource.InitialInstanceCount",
	"message": sprintf("%s, and %s", [_size, _missing]),
	"severity": severity,
	"confidence": confidence,
	"evidence": evidence,
} if {
	count(instance_targets) == 0
	not input.resource.ServerlessConfig
	not inference_components
}

exemption contains {"reason": "the variant does not serve production"} if input.environment == "non-production"

exemption contains {"reason": "the service scales a serverless variant"} if input.resource.ServerlessConfig

exemption contains {"reason": "an asynchronous endpoint scales with its queue, not with its requests"} if {
	asynchronous
}

exemption contains {"reason": "a shadow variant follows the variant that it shadows"} if shadow

exemption contains {"reason": sprintf("%s is burstable and cannot be scaled", [place.type])} if {
	some place in types
	startswith(place.type, "ml.t2.")
}

exemption contains {"reason": sprintf("the endpoint is younger than %d days", [params.min_age_days])} if {
	input.source == "live"
	count(instance_targets) == 0
	some endpoint in input.related.endpoint
	times.age(endpoint.CreationTime) < params.min_age_days
}

unrecognized contains {
	"path": "resource.ModelName",
	"reason": "the scalable targets of inference components were not read",
} if {
	inference_components
	count(instance_targets) == 0
	count(exemption) == 0
}

severity := "info" if {
	not input.environment == "production"
} else := "info" if {
	input.resource.CapacityReservationConfig
} else := "high" if {
	instance_count >= 2
} else := "medium"

confidence := "heuristic" if {
	input.source == "code"
} else := "certain"

_missing := "this code declares no scalable target for it" if {
	input.source == "code"
} else := "no scalable target is registered for it"

_size := "the variant has 1 instance" if {
	instance_count == 1
} else := sprintf("the variant has %d instances", [instance_count]) if {
	instance_count >= 0
} else := "the number of instances is fixed"

evidence := {"instances": instance_count, "environment": input.environment} if {
	instance_count >= 0
} else := {}
