# The endpoint variant under judgement.
package tipstaff.lib.hosting

import future.keywords.not
import rego.v1

# Every instance type that the variant may run on; none for a serverless variant.
types contains input.resource.InstanceType

types contains pool.InstanceType if some pool in input.resource.InstancePools

# The images of the variant's models.
images contains model.PrimaryContainer.Image if some model in input.related.models

images contains container.Image if {
	some model in input.related.models
	some container in model.Containers
}

# Instances now, or as many as it starts with.
instance_count := input.resource.CurrentInstanceCount

instance_count := input.resource.InitialInstanceCount if not input.resource.CurrentInstanceCount

# Instance-hours in a month of 730 hours, at the count of now.
hours_per_month := instance_count * 730
