# The endpoint variant under judgement.
#
# Values that may be missing are taken in a rule's body, never in its head: where a head is undefined for one element,
# regorus forgets the elements before it, and OPA does not.
package tipstaff.lib.hosting

import future.keywords.not
import rego.v1

# Every instance type that the variant may run on; none for a serverless variant.
types contains input.resource.InstanceType

types contains type if {
	some pool in input.resource.InstancePools
	type := pool.InstanceType
}

# The images of the variant's models.
images contains image if {
	some model in input.related.models
	image := model.PrimaryContainer.Image
}

images contains image if {
	some model in input.related.models
	some container in model.Containers
	image := container.Image
}

# Instances now, or as many as it starts with.
instance_count := input.resource.CurrentInstanceCount

instance_count := input.resource.InitialInstanceCount if not input.resource.CurrentInstanceCount
