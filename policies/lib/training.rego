# The training job under judgement.
#
# Policies import the rules of this package one by one (`import data.tipstaff.lib.training.types`): regorus evaluates a
# whole package when a rule is reached through an import of the package.
package tipstaff.lib.training

import data.tipstaff.lib.images
import data.tipstaff.lib.instances

import future.keywords.not
import rego.v1

# Every instance type that the job may run on.
types contains input.resource.ResourceConfig.InstanceType

types contains type if {
	some group in input.resource.ResourceConfig.InstanceGroups
	type := group.InstanceType
}

types contains type if {
	some preference in input.resource.ResourceConfig.InstancePreferences
	type := preference.InstanceType
}

# The types as text for a message, and the place that it points to: the type itself, or what holds the list of them.
type_names := instances.names(types)

types_path := "resource.ResourceConfig.InstanceType" if {
	input.resource.ResourceConfig.InstanceType
} else := "resource.ResourceConfig"

# All types have an accelerator, or none has. Neither holds without types, or with one that nobody knows.
on_accelerators if instances.all_accelerated(types)

on_cpus if instances.all_cpu(types)

# Whether one of the two holds depends on types that nobody knows: then `unknown_types_reason` says so.
perhaps_on_accelerators if instances.perhaps_all_accelerated(types)

perhaps_on_cpus if instances.perhaps_all_cpu(types)

unknown_types_reason := instances.unknown_reason(types)

image := input.resource.AlgorithmSpecification.TrainingImage

# What the image is built for. Undefined when nothing tells.
processor := images.processor(image)

# What the reference tables say of the algorithm. JumpStart's algorithms share the images of the frameworks, and are
# known by the model id that the SDK tags their jobs with.
algorithm := jumpstart_algorithm

algorithm := images.algorithm(image) if not jumpstart_algorithm

jumpstart_algorithm := found if {
	parts := split(_model, "-")
	found := data.reference.algorithms[concat("", ["jumpstart:", parts[0]])]
} else := found if {
	parts := split(_model, "-")
	found := data.reference.algorithms[concat("", ["jumpstart:", parts[0], "-", parts[1]])]
}

_model := input.tags["sagemaker-sdk:jumpstart-model-id"]

# Algorithms of the Marketplace have a name in place of an image.
marketplace if input.resource.AlgorithmSpecification.AlgorithmName != ""

# Jobs that a service started with settings of its own.
launched_by_service contains "Autopilot started the job and chose its settings" if input.resource.AutoMLJobArn

launched_by_service contains "Ground Truth started the job and chose its settings" if input.resource.LabelingJobArn

# Instance-hours in 30 days. A history shorter than that counts as the whole month, so that one run is not blown up.
hours_per_month := (input.runs.instance_hours * 30) / max([30, input.runs.days])

# What the job's instance-hours would save on a type without accelerators, as the part of a violation that says so.
# Nothing in code, where no hours are known, or with several types.
saving_on_cpu := {"saving": {
	"component": "Training",
	"instance_type": input.resource.ResourceConfig.InstanceType,
	"hours_per_month": hours_per_month,
	"instead": instances.cpu_equivalent(input.resource.ResourceConfig.InstanceType),
}}

default saving_on_cpu := {}

# Whole hours for a message, at least one.
hours_text := sprintf("%d", [max([1, round(input.runs.instance_hours)])])

# StoppingCondition.MaxRuntimeInSeconds; the API takes one day when it is not set.
default_max_runtime := 86400

max_runtime := input.resource.StoppingCondition.MaxRuntimeInSeconds

max_runtime := default_max_runtime if not input.resource.StoppingCondition.MaxRuntimeInSeconds
