# Instance types: what accelerators they have.
package tipstaff.lib.instances

import future.keywords.not
import rego.v1

# What the table says of a type. Undefined when it does not know it.
facts(type) := data.reference.instance_types[type]

# The kind of accelerator: `none`, `nvidia-gpu`, `inferentia`, `trainium`, … Undefined when nobody says.
accelerator(type) := kind if {
	kind := data.reference.instance_types[type].accelerator_kind
	kind != "unknown"
}

accelerated(type) if accelerator(type) != "none"

# All of a set of types have an accelerator; false for the empty set.
all_accelerated(types) if {
	count(types) > 0
	every type in types {
		accelerated(type)
	}
}

# None of a set of types has an accelerator; false for the empty set.
all_cpu(types) if {
	count(types) > 0
	every type in types {
		accelerator(type) == "none"
	}
}

# The types of a set whose accelerators are not known.
unknown(types) := {type | some type in types; not accelerator(type)}

# Whether all, or none, of a set of types have an accelerator hangs on types whose accelerators are not known.
perhaps_all_accelerated(types) if {
	count(unknown(types)) > 0
	every type in types - unknown(types) {
		accelerated(type)
	}
}

perhaps_all_cpu(types) if {
	count(unknown(types)) > 0
	every type in types - unknown(types) {
		not accelerated(type)
	}
}

unknown_reason(types) := sprintf("the reference data does not know the accelerators of %s", [names(unknown(types))])

# A type without accelerators and at least as many vCPUs, to compare prices with.
cpu_equivalent(type) := data.reference.instance_types[type].cpu_equivalent

# A set of types as text for a message.
names(types) := concat(", ", sort(types))
