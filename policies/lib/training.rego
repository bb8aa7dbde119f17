# The training job under judgement.
package tipstaff.lib.training

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

# Where a message on the types points to: the type itself, or what holds the groups or preferences.
types_path := "resource.ResourceConfig.InstanceType" if {
	input.resource.ResourceConfig.InstanceType
} else := "resource.ResourceConfig"

image := input.resource.AlgorithmSpecification.TrainingImage

# JumpStart algorithms that share the framework images are known by the model id that the SDK tags jobs with.
_model := input.tags["sagemaker-sdk:jumpstart-model-id"]

jumpstart_algorithm := found if {
	parts := split(_model, "-")
	found := data.reference.algorithms[sprintf("jumpstart:%s", [parts[0]])]
} else := found if {
	parts := split(_model, "-")
	found := data.reference.algorithms[sprintf("jumpstart:%s-%s", [parts[0], parts[1]])]
}

# Jobs that a service started with settings of its own.
launched_by_service contains "Autopilot started the job and chose its settings" if input.resource.AutoMLJobArn

launched_by_service contains "Ground Truth started the job and chose its settings" if input.resource.LabelingJobArn

# Instance-hours in 30 days. A history shorter than that counts as the whole month, so that one run is not blown up.
hours_per_month := (input.runs.instance_hours * 30) / max([30, input.runs.days])

# Whole hours for a message, at least one.
hours_text := sprintf("%d", [max([1, round(input.runs.instance_hours)])])

# StoppingCondition.MaxRuntimeInSeconds; the API takes one day when it is not set.
default_max_runtime := 86400

max_runtime := input.resource.StoppingCondition.MaxRuntimeInSeconds

max_runtime := default_max_runtime if not input.resource.StoppingCondition.MaxRuntimeInSeconds
