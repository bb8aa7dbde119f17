# Container images: take their URIs apart and look them up.
#
# All functions are undefined for what cannot be told, so guard them with `not` or a rule of their own.
package tipstaff.lib.images

import rego.v1

# Results of calls are bound before they are indexed: regorus takes many times as long for `split(uri, "/")[0]`.

# The URI without its tag and digest.
path(uri) := concat("/", array.concat(array.slice(segments, 0, count(segments) - 1), [name(uri)])) if {
	segments := split(uri, "/")
}

# The last part of the URI: `pytorch-training`. AWS's repositories have one part only, and mirrors tend to keep it.
# What stands for an unknown image as a whole, `${image@12}`, is its name.
name(uri) := uri if {
	startswith(uri, "${")
	endswith(uri, "}")
	count(split(uri, "${")) == 2
} else := found if {
	segments := split(uri, "/")
	last := segments[count(segments) - 1]
	parts := split(last, ":")
	untagged := split(parts[0], "@")
	found := untagged[0]
}

# The tag: `2.6.0-gpu-py312-cu124-ubuntu22.04-sagemaker`. Undefined without one.
tag(uri) := parts[1] if {
	segments := split(uri, "/")
	last := segments[count(segments) - 1]
	undigested := split(last, "@")
	parts := split(undigested[0], ":")
	count(parts) == 2
}

# The digest: `sha256:…`. Undefined without one.
digest(uri) := parts[1] if parts := split(uri, "@")

# The account and the region of a private ECR registry. Undefined for every other registry.
account(uri) := parts[0] if parts := _private_ecr(uri)

region(uri) := parts[3] if parts := _private_ecr(uri)

# The repository in a private ECR registry, folders included: `team/pytorch-training`.
repository(uri) := concat("/", array.slice(segments, 1, count(segments))) if {
	_private_ecr(uri)
	segments := split(path(uri), "/")
}

_private_ecr(uri) := parts if {
	parts := split(uri, ".")
	parts[1] == "dkr"
	parts[2] == "ecr"
}

# AWS itself publishes the image.
from_aws(uri) if data.reference.registries[account(uri)]

from_aws(uri) if startswith(uri, "public.ecr.aws/deep-learning-containers/")

# In code that asks for one of AWS's images by name, this stands for the registry of its region.
from_aws(uri) if startswith(uri, "${account}.dkr.ecr.${region}.amazonaws.com/")

# Under which name the reference tables know an image: NVIDIA's NIM images share a folder, all others go by name.
key(uri) := "nim" if {
	contains(uri, "/nim/")
} else := name(uri)

# What the tables say of an image. Undefined when they do not know it.
facts(uri) := data.reference.images[key(uri)]

algorithm(uri) := data.reference.algorithms[key(uri)]

# What a build is for: `cpu`, `gpu`, `neuron`, or `any` when one build runs on every processor.
# The tag decides, then the repository. Undefined when neither tells.
processor(uri) := kind if {
	text := tag(uri)
	kinds := {kind | some token in split(text, "-"); kind := _processor_of[token]}
	count(kinds) == 1
	some kind in kinds
} else := "gpu" if {
	_tagged_cuda(tag(uri))
} else := kind if {
	image := data.reference.images[key(uri)]
	kind := image.untagged_processor
}

# What the parts of a tag say: a tag that merely contains the letters "cpu" says nothing.
_processor_of := {
	"cpu": "cpu",
	"gpu": "gpu",
	"cuda": "gpu",
	"neuron": "neuron",
	"neuronx": "neuron",
	"inf": "neuron",
	"inf1": "neuron",
	"inf2": "neuron",
	"trn": "neuron",
	"trn1": "neuron",
	"trn2": "neuron",
}

# CUDA versions: cu118, cu124, cu130.
_tagged_cuda(text) if startswith(text, "cu1")

_tagged_cuda(text) if contains(text, "-cu1")

# How sure a verdict is that rests on what the image is: mirrors keep AWS's names by convention only.
confidence(uri) := "certain" if {
	from_aws(uri)
} else := "heuristic"
