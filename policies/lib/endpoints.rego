# The endpoint variant under judgement: what kind it is, what runs on it, what scales it, how small it may get.
#
# Import its rules one by one: through an import of the whole package regorus evaluates all of them.
#
# Values that may be missing are taken in a rule's body, never in its head: where a head is undefined for one element,
# regorus forgets the elements before it, and OPA does not.
package tipstaff.lib.endpoints

import data.tipstaff.lib.images
import data.tipstaff.lib.instances

import future.keywords.not
import rego.v1

asynchronous if {
	some config in input.related.endpoint_config
	config.AsyncInferenceConfig
}

# A shadow variant gets copies of requests, and nobody waits for its answers.
shadow if {
	some config in input.related.endpoint_config
	some variant in config.ShadowProductionVariants
	variant.VariantName == input.resource.VariantName
}

# The models of the variant are inference components, which come and go by themselves.
inference_components if {
	not input.resource.ServerlessConfig
	not input.resource.ModelName
}

multi_model if {
	some container in containers
	container.Mode == "MultiModel"
}

# The variant gets none of the endpoint's requests.
without_traffic if _weight == 0

_weight := input.resource.DesiredWeight

_weight := input.resource.InitialVariantWeight if not input.resource.DesiredWeight

# Every container of the variant's models.
containers contains container if {
	some model in input.related.models
	container := model.PrimaryContainer
}

containers contains container if {
	some model in input.related.models
	some container in model.Containers
}

# The images that run: those of the models, and where a model package holds them, those that the endpoint reports.
served contains image if some image in data.tipstaff.lib.hosting.images

served contains image if {
	_packaged
	some deployed in input.resource.DeployedImages
	image := deployed.SpecifiedImage
}

_packaged if {
	some container in containers
	not container.Image
}

# What the reference data says of each image that runs; nothing for those that it does not know.
algorithms[image] := algorithm if {
	some image in served
	algorithm := images.algorithm(image)
}

# The names of some images, for a message.
names(uris) := concat(", ", sort({images.name(uri) | some uri in uris}))

# Why it cannot be told what all of the variant runs.
unknown_workloads contains "what runs in inference components was not read" if inference_components

unknown_workloads contains "the image is inside a model package, which was not read" if {
	_packaged
	not input.resource.DeployedImages
}

unknown_workloads contains sprintf("the reference data does not know the image %s", [image]) if {
	some image in served
	not algorithms[image]
}

# The instance types of the variant, each with its place and the kind of its accelerator.
types contains {"path": "resource.InstanceType", "type": type, "accelerator": kind} if {
	type := input.resource.InstanceType
	kind := object.get(data.reference.instance_types, [type, "accelerator_kind"], "unknown")
}

types contains {"path": path, "type": type, "accelerator": kind} if {
	some index, pool in input.resource.InstancePools
	type := pool.InstanceType
	kind := object.get(data.reference.instance_types, [type, "accelerator_kind"], "unknown")
	path := sprintf("resource.InstancePools[%d].InstanceType", [index])
}

unknown_types contains {"path": place.path, "reason": reason} if {
	some place in types
	place.accelerator == "unknown"
	reason := sprintf("the reference data does not know the instance type %s", [place.type])
}

# What the variant would cost less on a type without accelerators, as the part of a violation that says so.
# Nothing in code, where no instances run, or for an asynchronous endpoint, whose price component is not sure.
saving_on_cpu(type) := {"saving": {
	"component": "Hosting",
	"instance_type": type,
	"hours_per_month": input.resource.CurrentInstanceCount * 730,
	"instead": instances.cpu_equivalent(type),
}} if {
	type == input.resource.InstanceType
	input.resource.CurrentInstanceCount > 0
	not asynchronous
} else := {}

# The indexes of the scalable targets that set the variant's instance count.
instance_targets contains index if {
	some index, target in input.related.scalable_targets
	target.ScalableDimension == "sagemaker:variant:DesiredInstanceCount"
}

# The fewest instances that the variant may come down to, and what says so. Undefined when nothing does.
minimum := {"instances": number, "path": path, "says": "MinCapacity of the scalable target"} if {
	index := min(_active_targets)
	number := input.related.scalable_targets[index].MinCapacity
	path := sprintf("related.scalable_targets[%d].MinCapacity", [index])
} else := _said_by("ManagedInstanceScaling.MinInstanceCount", number) if {
	input.resource.ManagedInstanceScaling.Status == "ENABLED"
	number := input.resource.ManagedInstanceScaling.MinInstanceCount
} else := _said_by("DesiredInstanceCount", number) if {
	number := input.resource.DesiredInstanceCount
} else := _said_by("InstancePools", sum(running)) if {
	running := [number | some pool in input.resource.InstancePools; number := pool.CurrentInstanceCount]
	count(running) > 0
} else := _said_by("InitialInstanceCount", number) if {
	number := input.resource.InitialInstanceCount
}

_said_by(field, number) := {"instances": number, "path": sprintf("resource.%s", [field]), "says": field}

_active_targets contains index if {
	some index in instance_targets
	not _suspended(input.related.scalable_targets[index])
}

# A target whose scaling is suspended in every way changes nothing.
_suspended(target) if {
	target.SuspendedState.DynamicScalingInSuspended == true
	target.SuspendedState.DynamicScalingOutSuspended == true
	target.SuspendedState.ScheduledScalingSuspended == true
}
