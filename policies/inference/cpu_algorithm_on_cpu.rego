# METADATA
# title: Algorithms that infer on CPUs run on CPU instances
# description: |
#   Some algorithms never use an accelerator for inference: XGBoost, scikit-learn, Random Cut Forest, LDA, BlazingText,
#   DeepAR, SparkML and builds for CPUs such as tei-cpu. On an accelerated instance they pay for hardware that stays
#   idle. For the Neural Topic Model and IP Insights the developer guide calls a CPU sufficient: medium severity.
#
#   The finding is certain for AWS's own images, and a heuristic for copies in other registries (which keep AWS's names
#   by convention only), for scikit-learn (a script may install a library for GPUs at run time) and for algorithms that
#   only need no accelerator.
#
#   Exempt are models of several containers of which another one uses the accelerator. What runs in inference components
#   and in images that the reference data does not know is unknown, not fine.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/algorithms-choose.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/deepar.html
# custom:
#   code: EPT005
#   severity: high
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
#     - related.models.Containers.Image
#     - related.models.PrimaryContainer.Image
#   remediation: |
#     Set InstanceType of the variant to a type without accelerators, ml.m7i or ml.c7i (ml.c5.xlarge is what the guide
#     recommends for Random Cut Forest).
#   controls:
#     wa-ml-lens: [MLCOST05-BP02, MLPERF04-BP01]
package tipstaff.inference.cpu_algorithm_on_cpu

import data.tipstaff.lib.endpoints.algorithms
import data.tipstaff.lib.endpoints.names
import data.tipstaff.lib.endpoints.saving_on_cpu
import data.tipstaff.lib.endpoints.served
import data.tipstaff.lib.endpoints.types
import data.tipstaff.lib.endpoints.unknown_types
import data.tipstaff.lib.endpoints.unknown_workloads
import data.tipstaff.lib.images

import future.keywords.not
import rego.v1

violation contains object.union(found, saving) if {
	some place in accelerated
	count(on_cpu) > 0
	found := {
		"path": place.path,
		"message": sprintf("%s serves %s, %s", [place.type, names(on_cpu), _need]),
		"severity": severity,
		"confidence": confidence,
		"evidence": {"instance_type": place.type, "images": sort(served)},
	}
	saving := saving_on_cpu(place.type)
}

exemption contains {"reason": "a serverless variant has no accelerator"} if input.resource.ServerlessConfig

exemption contains {"reason": sprintf("container %s of the same model uses the accelerator", [images.name(image)])} if {
	some image in on_accelerator
	count(on_cpu) > 0
}

unrecognized contains problem if some problem in unknown_types

unrecognized contains {"path": place.path, "reason": reason} if {
	some place in accelerated
	count(on_accelerator) == 0
	some reason in unknown_workloads
}

accelerated contains place if {
	some place in types
	not place.accelerator in {"none", "unknown"}
}

# Images whose algorithm gains nothing from an accelerator.
on_cpu contains image if {
	count(accelerated) > 0
	some image in served
	algorithms[image].infer_gpu in {"no", "unneeded"}
}

on_accelerator contains image if {
	count(accelerated) > 0
	some image in served
	use := algorithms[image].infer_gpu
	not use in {"no", "unneeded"}
	not images.processor(image) == "cpu"
}

_never contains image if {
	some image in on_cpu
	algorithms[image].infer_gpu == "no"
}

default _need := "for which a CPU is sufficient"

_need := "which cannot use an accelerator for inference" if count(_never) > 0

default severity := "medium"

severity := "high" if count(_never) > 0

default confidence := "heuristic"

confidence := "certain" if {
	some image in _never
	images.from_aws(image)
	images.name(image) != "sagemaker-scikit-learn"
}
