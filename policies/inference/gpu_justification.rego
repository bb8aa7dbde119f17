# METADATA
# title: GPU inference has a reason
# description: |
#   CPU instances suffice for most inference. A GPU is worth its price where answers must come faster than a CPU can
#   give them, or where the model is too large for one; this policy asks for any sign of that.
#
#   A reason is any of: an image that serves large language or embedding models, or that is built for GPUs only; an
#   environment variable that spreads a model over GPUs (`environment_keys`; only the names are read, never the values);
#   an Inference Recommender job of the model that completed and compared a CPU type; a tag that says why
#   (`justification_tag`), or which latency the endpoint has to keep in milliseconds (`latency_tag`). A tag may end in
#   `@` and a day: `answers in 40 ms, see https://wiki/latency@2027-06-30` is no reason any more after that day. Tags are
#   claims that nobody checks, so findings call them declared.
#
#   The size of model artefacts in S3, measured latency and measured use of the GPU are not looked at yet, so a finding
#   is a question, not a proof. The saving is what a CPU type with as many vCPUs costs less; benchmark before moving.
#
#   Does not apply to Inferentia and Trainium, or to multi-model endpoints, whose models share the memory of the GPU.
#   What runs in inference components and in images that the reference data does not know is unknown, not fine.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/inference-cost-optimization.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender.html
# custom:
#   code: EPT004
#   severity: medium
#   category: cost
#   subject: tipstaff::EndpointVariant
#   reads:
#     - resource.CurrentInstanceCount
#     - resource.DeployedImages
#     - resource.InstancePools.InstanceType
#     - resource.InstanceType
#     - resource.ModelName?
#     - resource.ServerlessConfig?
#     - related.endpoint_config.AsyncInferenceConfig?
#     - related.models.Containers.Environment.OPTION_TENSOR_PARALLEL_DEGREE?
#     - related.models.Containers.Environment.SM_NUM_GPUS?
#     - related.models.Containers.Environment.TENSOR_PARALLEL_DEGREE?
#     - related.models.Containers.Image
#     - related.models.Containers.Mode
#     - related.models.PrimaryContainer.Environment.OPTION_TENSOR_PARALLEL_DEGREE?
#     - related.models.PrimaryContainer.Environment.SM_NUM_GPUS?
#     - related.models.PrimaryContainer.Environment.TENSOR_PARALLEL_DEGREE?
#     - related.models.PrimaryContainer.Image
#     - related.models.PrimaryContainer.Mode
#     - related.recommendation_jobs.InferenceRecommendations.EndpointConfiguration.InstanceType
#     - related.recommendation_jobs.InputConfig.EndpointConfigurations.InstanceType
#     - related.recommendation_jobs.Status
#     - tags.tipstaff:gpu-justification
#     - tags.tipstaff:latency-slo-ms
#   params:
#     justification_tag: tipstaff:gpu-justification
#     latency_tag: tipstaff:latency-slo-ms
#     environment_keys: [SM_NUM_GPUS, TENSOR_PARALLEL_DEGREE, OPTION_TENSOR_PARALLEL_DEGREE]
#     image_kinds: [llm-serving, embedding-serving]
#   remediation: |
#     Benchmark the model on ml.c7i, ml.m7i or ml.inf2 with an Inference Recommender job and move to the cheapest type
#     that keeps the latency, or tag the endpoint with the reason: `tipstaff:gpu-justification` = `<why>@<until day>`, or
#     `tipstaff:latency-slo-ms` = `<milliseconds>@<until day>`.
#   controls:
#     wa-ml-lens: [MLCOST05-BP02, MLPERF04-BP01]
package tipstaff.inference.gpu_justification

import data.params.inference.gpu_justification as params
import data.tipstaff.lib.endpoints.algorithms
import data.tipstaff.lib.endpoints.containers
import data.tipstaff.lib.endpoints.multi_model
import data.tipstaff.lib.endpoints.names
import data.tipstaff.lib.endpoints.saving_on_cpu
import data.tipstaff.lib.endpoints.served
import data.tipstaff.lib.endpoints.types
import data.tipstaff.lib.endpoints.unknown_types
import data.tipstaff.lib.endpoints.unknown_workloads
import data.tipstaff.lib.images
import data.tipstaff.lib.instances
import data.tipstaff.lib.times

import future.keywords.not
import rego.v1

violation contains object.union(found, saving) if {
	some place in gpus
	not justified
	count(declared) == 0
	found := {
		"path": place.path,
		"message": sprintf("%s serves %s, and %s", [place.type, _names, _seen]),
		"confidence": "heuristic",
		"evidence": {
			"instance_type": place.type,
			"images": sort(served),
			"environment_keys_looked_for": params.environment_keys,
			"tags_looked_for": [params.justification_tag, params.latency_tag],
		},
	}
	saving := _saving(place.type)
}

exemption contains {"reason": "a serverless variant has no GPU"} if input.resource.ServerlessConfig

exemption contains {"reason": "the models of a multi-model endpoint share the memory of the GPU"} if {
	count(gpus) > 0
	multi_model
}

exemption contains {"reason": sprintf("%s has no GPU but another accelerator", [place.type])} if {
	some place in types
	not place.accelerator in {"none", "nvidia-gpu", "unknown"}
	count(gpus) == 0
}

exemption contains {"reason": sprintf("declared in the tag %s: %s", [key, input.tags[key]])} if {
	some place in gpus
	some key in declared
}

unrecognized contains problem if some problem in unknown_types

unrecognized contains {"path": place.path, "reason": reason} if {
	some place in gpus
	not justified
	count(exemption) == 0
	some reason in unknown_workloads
}

gpus contains place if {
	some place in types
	place.accelerator == "nvidia-gpu"
}

# A reason that needs no word of anybody.
justified if {
	some image in served
	needs_gpu(image)
}

justified if {
	some container in containers
	some key in params.environment_keys
	container.Environment[key]
}

# A completed job compared the model on a type without accelerators.
justified if {
	some job in input.related.recommendation_jobs
	job.Status == "COMPLETED"
	some type in (compared(job) | answered(job))
	instances.accelerator(type) == "none"
}

needs_gpu(image) if algorithms[image].infer_gpu == "required"

needs_gpu(image) if {
	algorithms[image].kind in params.image_kinds
	images.processor(image) == "gpu"
}

# The types that a job was asked about.
compared(job) := {type | some tried in job.InputConfig.EndpointConfigurations; type := tried.InstanceType}

# The types that a job answered with.
answered(job) := {type | some answer in job.InferenceRecommendations; type := answer.EndpointConfiguration.InstanceType}

# The tags that give a reason for today.
declared contains params.justification_tag if {
	value := input.tags[params.justification_tag]
	trim_space(value) != ""
	not _expired(value)
}

declared contains params.latency_tag if {
	value := input.tags[params.latency_tag]
	regex.match(`^[0-9]+(\.[0-9]+)?(@|$)`, value)
	not _expired(value)
}

_expired(value) if times.age(times.claim(value).date) > 0

default _names := "a model"

_names := names(served) if count(served) > 0

default _seen := "nothing says why it needs a GPU"

_seen := sprintf("the tag %s gives no reason for today: %s", [key, input.tags[key]]) if {
	present := [tag | some tag in [params.justification_tag, params.latency_tag]; input.tags[tag]]
	key := present[0]
}

# For an image that cannot use a GPU at all, inference-cpu-algorithm-on-cpu counts the saving.
_saving(type) := saving_on_cpu(type) if {
	some image in served
	not algorithms[image].infer_gpu in {"no", "unneeded"}
} else := {}
