# METADATA
# title: CPU builds of container images do not run on accelerators
# description: |
#   AWS publishes its framework images in a build for CPUs and a build for GPUs. The CPU build lacks the libraries to
#   use an accelerator, so on an accelerated instance the accelerator is paid for and idle. Most often the image or the
#   instance type was changed and the other forgotten.
#
#   The build is read from the parts of the image's tag (`2.6.0-cpu-py312-…`), or from the repository where all its
#   images are CPU builds (`tei-cpu`, `…-graviton`). The policy judges training jobs, and endpoint variants with all
#   containers of their model.
#
#   Exempt are heterogeneous clusters (their CPU groups want the CPU build), models of which another container is a GPU
#   build, and the images of scikit-learn, XGBoost and Vowpal Wabbit, which have no GPU build: whether those algorithms
#   can use an accelerator is a question of its own. An image that says nothing of its build cannot be judged.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-containers-frameworks-deep-learning.html
# custom:
#   code: TRN013
#   severity: high
#   category: cost
#   subject: [AWS::SageMaker::TrainingJob, tipstaff::EndpointVariant]
#   reads:
#     - resource.AlgorithmSpecification.TrainingImage
#     - resource.AlgorithmSpecification.AlgorithmName?
#     - resource.ResourceConfig.InstanceType
#     - resource.ResourceConfig.InstanceGroups.InstanceType
#     - resource.ResourceConfig.InstancePreferences.InstanceType
#     - resource.ModelName?
#     - resource.InstanceType
#     - resource.InstancePools.InstanceType
#     - resource.ServerlessConfig?
#     - resource.CurrentInstanceCount
#     - resource.DeployedImages.SpecifiedImage
#     - related.endpoint_config.AsyncInferenceConfig?
#     - related.models.PrimaryContainer.Image
#     - related.models.Containers.Image
#     - runs
#   remediation: |
#     Use the GPU build of the image (its tag has -gpu- in place of -cpu-), or an instance type without accelerator,
#     such as ml.m7i with as many vCPUs.
#   controls:
#     wa-ml-lens: [MLCOST04-BP01, MLCOST05-BP02, MLPERF04-BP01]
package tipstaff.training.image_matches_instance

import data.tipstaff.lib.endpoints
import data.tipstaff.lib.hosting
import data.tipstaff.lib.images
import data.tipstaff.lib.instances
import data.tipstaff.lib.training

import future.keywords.not
import rego.v1

violation contains object.union(
	{
		"path": place.path,
		"message": message,
		"confidence": images.confidence(image),
		"evidence": {"image": image, "instance_types": sort(types)},
	},
	saving,
) if {
	instances.all_accelerated(types)
	count(silent) == 0
	some image in cpu_builds
	message := sprintf("%s is a CPU build and runs on %s with an accelerator", [image, instances.names(types)])
}

exemption contains {"reason": reason} if {
	not instances.all_cpu(types)
	some reason in reasons
}

unrecognized contains {"path": place.image_path, "reason": reason} if {
	instances.all_accelerated(types)
	count(reasons) == 0
	some image in silent
	reason := sprintf("nothing says whether the image %s is built for CPUs or GPUs", [image])
}

unrecognized contains {"path": place.image_path, "reason": reason} if {
	instances.all_accelerated(types)
	count(reasons) == 0
	some reason in unseen
}

unrecognized contains {"path": place.path, "reason": reason} if {
	count(cpu_builds) > 0
	count(reasons) == 0
	unknown := instances.unknown(types)
	count(unknown) > 0
	every type in types - unknown {
		instances.accelerated(type)
	}
	reason := sprintf("the reference data does not know the accelerators of %s", [instances.names(unknown)])
}

types := training.types | hosting.types

used_images := endpoints.images | {image | image := training.image}

cpu_builds := {image |
	some image in used_images
	images.processor(image) == "cpu"
	not image in single_builds
}

# Images that AWS builds once, for CPUs: the algorithms in them have no GPU build to change to.
single_builds := {image |
	some image in used_images
	images.algorithm(image).kind == "classical-ml"
	not "gpu" in images.facts(image).processors
}

silent := {image | some image in used_images; not images.processor(image)}

# Containers whose image cannot be seen.
unseen contains "the image of a Marketplace algorithm is not known" if {
	input.resource.AlgorithmSpecification.AlgorithmName
}

unseen contains "the containers of a model package are not known" if endpoints.images_unknown

reasons contains "the CPU groups of a heterogeneous cluster want the CPU build" if {
	count(cpu_builds) > 0
	input.resource.ResourceConfig.InstanceGroups
}

reasons contains "another container of the model is a GPU build" if {
	count(cpu_builds) > 0
	some image in used_images
	images.processor(image) == "gpu"
}

reasons contains reason if {
	some image in single_builds
	images.processor(image) == "cpu"
	reason := sprintf("there is no GPU build of %s", [images.name(image)])
}

reasons contains "inference components bring containers of their own" if {
	count(hosting.types) > 0
	endpoints.inference_components
}

# Where a finding points to, and where an image that says nothing.
place := {"path": path, "image_path": path} if {
	path := "resource.AlgorithmSpecification.TrainingImage"
	count(hosting.types) == 0
} else := {"path": "resource.InstanceType", "image_path": "related.models"}

default saving := {}

saving := {"saving": {
	"component": "Training",
	"instance_type": type,
	"hours_per_month": training.hours_per_month,
	"instead": instances.cpu_equivalent(type),
}} if {
	type := input.resource.ResourceConfig.InstanceType
}

saving := endpoints.saving_on_cpu(input.resource.InstanceType)
