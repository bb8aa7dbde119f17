# METADATA
# title: Autoscaled production variants are load-tested
# description: |
#   How many requests an instance bears decides when a variant has to scale, and only a load test tells. Without one the
#   target value of a scaling policy is a guess, and the first real peak is the test.
#
#   Evidence is a completed Inference Recommender job of type Advanced that tested the variant's model on its instance
#   type, or this endpoint itself (verified); or a tag `tipstaff:load-test` with a link and a day, `<uri>@<YYYY-MM-DD>`
#   (declared: nobody checks it). A test of a staging twin counts when model and instance type are the same. Evidence
#   from before the endpoint configuration was created is stale; where the day of the configuration is not known, as in
#   code, evidence is stale after `max_age_days`. Reports of other load-test tools count through the tag.
#
#   When the environment is not known the finding is informational. Exempt are variants outside production, serverless
#   variants and variants that do not scale. Inference components scale by targets of their own, which are not read yet:
#   unknown.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-loadtest.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-load-test.html
# custom:
#   code: ASC019
#   severity: medium
#   category: performance
#   subject: tipstaff::EndpointVariant
#   reads:
#     - environment
#     - resource.InstanceType
#     - resource.ModelName?
#     - resource.ServerlessConfig?
#     - related.endpoint.EndpointName?
#     - related.endpoint_config.CreationTime
#     - related.recommendation_jobs.CompletionTime
#     - related.recommendation_jobs.InputConfig
#     - related.recommendation_jobs.JobName
#     - related.recommendation_jobs.JobType
#     - related.recommendation_jobs.Status
#     - related.scalable_targets.ScalableDimension
#     - tags.tipstaff:load-test
#   params:
#     load_test_tag: tipstaff:load-test
#     max_age_days: 180
#   remediation: |
#     Run an Inference Recommender job of type Advanced against the model and instance type
#     (CreateInferenceRecommendationsJob), or any load test, keep its report, and tag the endpoint: `tipstaff:load-test` =
#     `<link to the report>@<YYYY-MM-DD>`.
#   controls:
#     wa-ml-lens: [MLREL05-BP01]
package tipstaff.scaling.load_tested

import data.params.scaling.load_tested as params
import data.tipstaff.lib.endpoints.inference_components
import data.tipstaff.lib.endpoints.instance_targets
import data.tipstaff.lib.times

import future.keywords.not
import rego.v1

violation contains {
	"path": sprintf("tags[\"%s\"]", [params.load_test_tag]),
	"message": message,
	"severity": severity,
	"confidence": "heuristic",
	"evidence": {
		"looked_for": [
			"a completed Advanced Inference Recommender job of the model and instance type",
			sprintf("a tag %s = <uri>@<YYYY-MM-DD>", [params.load_test_tag]),
		],
		"tag": _tag,
		"stale_jobs": sort({name | some job in tests; name := job.JobName}),
		"not_before": _not_before,
	},
} if {
	count(instance_targets) > 0
	not input.resource.ServerlessConfig
	not verified
	not declared
	message := sprintf("the variant scales, and %s", [_finding])
}

exemption contains {"reason": "the variant does not serve production"} if input.environment == "non-production"

exemption contains {"reason": "the service scales a serverless variant"} if input.resource.ServerlessConfig

exemption contains {"reason": "the variant does not scale: it has no scalable target"} if {
	not inference_components
	count(instance_targets) == 0
}

exemption contains {"reason": reason} if {
	reason := sprintf("declared in the tag %s: load test %s of %s", [params.load_test_tag, declared.text, declared.date])
}

unrecognized contains {
	"path": "resource.ModelName",
	"reason": "the scalable targets of inference components were not read",
} if {
	inference_components
	count(instance_targets) == 0
	count(exemption) == 0
}

# What people say of a load test, as long as it is not stale.
declared := claim if {
	claim := times.claim(input.tags[params.load_test_tag])
	fresh(claim.date)
}

# A completed load test of the model on this type of instance, or of the endpoint itself.
tests contains job if {
	some job in input.related.recommendation_jobs
	job.JobType == "Advanced"
	job.Status == "COMPLETED"
	_about_this_variant(job)
}

verified if {
	some job in tests
	fresh(job.CompletionTime)
}

_about_this_variant(job) if {
	job.InputConfig.ModelName == input.resource.ModelName
	some tested in job.InputConfig.EndpointConfigurations
	tested.InstanceType == input.resource.InstanceType
}

_about_this_variant(job) if {
	some tested in job.InputConfig.Endpoints
	some endpoint in input.related.endpoint
	tested.EndpointName == endpoint.EndpointName
}

# Evidence is not from the future, and not older than what it is about.
fresh(date) if {
	times.age(date) >= 0
	times.age(date) <= _max_age
}

_max_age := times.age(_config_created)

_max_age := params.max_age_days if not _config_created

_config_created := created if {
	some config in input.related.endpoint_config
	created := config.CreationTime
}

_not_before := substring(_config_created, 0, 10) if {
	_config_created
} else := sprintf("%d days ago", [params.max_age_days])

default severity := "info"

severity := "medium" if input.environment == "production"

_finding := sprintf("its load test of %s is stale: it needs one since %s", [claim.date, _not_before]) if {
	claim := times.claim(input.tags[params.load_test_tag])
} else := sprintf("its tag %s does not end in @ and a day: %s", [key, input.tags[key]]) if {
	key := params.load_test_tag
	input.tags[key]
} else := sprintf("its last load test, %s, is stale: it needs one since %s", [_latest, _not_before]) if {
	count(tests) > 0
} else := "nothing shows that it was load-tested"

_latest := max({day | some job in tests; day := substring(job.CompletionTime, 0, 10)})

default _tag := ""

_tag := input.tags[params.load_test_tag]
