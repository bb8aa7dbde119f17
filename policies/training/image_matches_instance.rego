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

import data.tipstaff.lib.endpoints.containers
import data.tipstaff.lib.endpoints.inference_components
import data.tipstaff.lib.endpoints.saving_on_cpu as hosting_saving
import data.tipstaff.lib.endpoints.served
import data.tipstaff.lib.hosting.types as hosting_types
import data.tipstaff.lib.images
import data.tipstaff.lib.instances
import data.tipstaff.lib.training.image as training_image
import data.tipstaff.lib.training.marketplace
import data.tipstaff.lib.training.saving_on_cpu as training_saving
import data.tipstaff.lib.training.types as training_types

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
	on_accelerators
	count(silent) == 0
	some image in cpu_builds
	message := sprintf("%s is a CPU build and runs on %s with an accelerator", [image, instances.names(types)])
}

exemption contains {"reason": reason} if {
	not instances.all_cpu(types)
	some reason in reasons
}

unrecognized contains {"path": place.image_path, "reason": reason} if {
	on_accelerators
	count(reasons) == 0
	some image in silent
	reason := sprintf("nothing says whether the image %s is built for CPUs or GPUs", [image])
}

unrecognized contains {"path": place.image_path, "reason": reason} if {
	on_accelerators
	count(reasons) == 0
	some reason in unseen
}

unrecognized contains {"path": place.path, "reason": instances.unknown_reason(types)} if {
	instances.perhaps_all_accelerated(types)
	count(cpu_builds) > 0
	count(reasons) == 0
}

types := training_types | hosting_types

on_accelerators if instances.all_accelerated(types)

used contains training_image

used contains image if some image in served

# What each image is built for; nothing for those that do not tell.
builds := {image: kind | some image in used; kind := images.processor(image)}

silent := used - object.keys(builds)

# CPU builds that have a GPU build beside them.
cpu_builds := {image | some image, "cpu" in builds; not single_build(image)}

# Images that AWS builds once, for CPUs: the algorithms in them have no GPU build to change to.
single_build(image) if {
	algorithm := images.algorithm(image)
	algorithm.kind == "classical-ml"
	facts := images.facts(image)
	not "gpu" in facts.processors
}

# Containers whose image cannot be seen.
unseen contains "the image of a Marketplace algorithm is not known" if marketplace

unseen contains "the image is inside a model package, which was not read" if {
	some container in containers
	not container.Image
	not input.resource.DeployedImages
}

unseen contains "what runs in inference components was not read" if {
	count(hosting_types) > 0
	inference_components
}

reasons contains "the CPU groups of a heterogeneous cluster want the CPU build" if {
	input.resource.ResourceConfig.InstanceGroups
	count(cpu_builds) > 0
}

reasons contains "another container of the model is a GPU build" if {
	count(cpu_builds) > 0
	some "gpu" in builds
}

reasons contains reason if {
	some image, "cpu" in builds
	single_build(image)
	reason := sprintf("there is no GPU build of %s", [images.name(image)])
}

# Where a finding points to, and where an image that says nothing.
place := {"path": "resource.InstanceType", "image_path": "related.models"} if {
	count(hosting_types) > 0
} else := {
	"path": "resource.AlgorithmSpecification.TrainingImage",
	"image_path": "resource.AlgorithmSpecification.TrainingImage",
}

saving := hosting_saving(input.resource.InstanceType) if {
	input.resource.InstanceType
} else := training_saving
