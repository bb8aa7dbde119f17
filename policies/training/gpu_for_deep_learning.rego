# METADATA
# title: Deep learning trains on accelerators
# description: |
#   Algorithms that need a GPU, and container builds made for one, run on a CPU many times longer than the hourly price
#   is lower, or do not start at all.
#
#   A job counts when none of its instance types has an accelerator, and its algorithm requires a GPU or its image is a
#   GPU build. A CPU build of a deep-learning framework whose runs take more than `long_seconds` is a finding of low
#   severity: frameworks also serve work that is not deep learning. Whether a GPU is cheaper depends on the speed-up: it
#   is when the GPU type trains faster by more than its price per hour is higher.
#
#   Exempt are heterogeneous clusters that have an accelerator in another group, algorithms for which AWS's guide leaves
#   the choice open, scripts that by their name prepare, evaluate or export (`side_scripts`), and jobs whose runs are
#   all shorter than `smoke_seconds`. What an image of your own needs is not known unless its tag says `cpu` or `gpu`.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/common-info-all-im-models.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/cmn-info-instance-types.html
# custom:
#   code: TRN011
#   severity: high
#   category: performance
#   subject: AWS::SageMaker::TrainingJob
#   reads:
#     - resource.AlgorithmSpecification.TrainingImage
#     - resource.AlgorithmSpecification.AlgorithmName?
#     - resource.ResourceConfig.InstanceType
#     - resource.ResourceConfig.InstanceGroups.InstanceType
#     - resource.ResourceConfig.InstancePreferences.InstanceType
#     - resource.HyperParameters.sagemaker_program
#     - resource.AutoMLJobArn?
#     - resource.LabelingJobArn?
#     - tags.sagemaker-sdk:jumpstart-model-id
#     - runs
#   params:
#     smoke_seconds: 600
#     long_seconds: 3600
#     side_scripts: [preprocess, evaluate, export]
#   remediation: |
#     Train on a type with one GPU, such as ml.g6.xlarge or ml.g5.xlarge, and compare the cost of a run; or use the CPU
#     build of the image if a GPU is really not wanted.
#   controls:
#     wa-ml-lens: [MLCOST04-BP01, MLPERF04-BP01]
package tipstaff.training.gpu_for_deep_learning

import data.params.training.gpu_for_deep_learning as params
import data.tipstaff.lib.images
import data.tipstaff.lib.instances
import data.tipstaff.lib.training.algorithm
import data.tipstaff.lib.training.image
import data.tipstaff.lib.training.launched_by_service
import data.tipstaff.lib.training.marketplace
import data.tipstaff.lib.training.on_accelerators
import data.tipstaff.lib.training.on_cpus
import data.tipstaff.lib.training.perhaps_on_cpus
import data.tipstaff.lib.training.processor
import data.tipstaff.lib.training.type_names
import data.tipstaff.lib.training.types_path
import data.tipstaff.lib.training.unknown_types_reason

import future.keywords.not
import rego.v1

violation contains {
	"path": types_path,
	"message": message,
	"severity": severity,
	"confidence": confidence,
	"evidence": evidence,
} if {
	on_cpus
	message := sprintf("no accelerator on %s, and %s", [type_names, need])
}

exemption contains {"reason": reason} if {
	not on_accelerators
	in_question
	some reason in reasons
}

unrecognized contains {"path": "resource.AlgorithmSpecification.TrainingImage", "reason": reason} if {
	on_cpus
	silent_image
	count(reasons) == 0
	reason := sprintf("the image %s does not tell whether it needs a GPU", [image])
}

unrecognized contains {
	"path": "resource.AlgorithmSpecification.AlgorithmName",
	"reason": "nothing says whether this Marketplace algorithm needs a GPU",
} if {
	on_cpus
	marketplace
	count(reasons) == 0
}

unrecognized contains {"path": types_path, "reason": unknown_types_reason} if {
	perhaps_on_cpus
	need
	count(reasons) == 0
}

in_question if need

in_question if silent_image

in_question if marketplace

# An image whose tag does not say what it is built for, and whose algorithm is not known to need either.
silent_image if {
	image
	not processor
	not algorithm.train_gpu in {"required", "no", "neuron"}
}

# What the algorithm or the image asks for, where it is more than a CPU.
need := sprintf("%s requires a GPU", [algorithm.name]) if {
	requires_gpu
} else := sprintf("%s is built for GPUs", [image]) if {
	processor == "gpu"
} else := sprintf("%s trained for %d seconds (median)", [images.name(image), round(median)]) if {
	processor == "cpu"
	algorithm.kind == "dl-framework"
	median := input.runs.training_seconds.median
	median > params.long_seconds
}

requires_gpu if {
	algorithm.train_gpu == "required"
	not processor == "cpu"
}

reasons contains reason if {
	longest := input.runs.training_seconds.max
	longest < params.smoke_seconds
	reason := sprintf("no run took longer than %d seconds", [round(longest)])
}

reasons contains reason if {
	program := input.resource.HyperParameters.sagemaker_program
	some word in params.side_scripts
	contains(lower(program), word)
	reason := sprintf("the script's name contains %s, so it is not a training script", [word])
}

reasons contains reason if some reason in launched_by_service

reasons contains "another instance group of the cluster has accelerators" if {
	some group in input.resource.ResourceConfig.InstanceGroups
	instances.accelerated(group.InstanceType)
	not on_cpus
	some other in input.resource.ResourceConfig.InstanceGroups
	instances.accelerator(other.InstanceType) == "none"
}

reasons contains reason if {
	on_cpus
	algorithm.train_gpu in {"optional", "recommended", "open"}
	algorithm.kind in {"deep-learning", "rl-framework", "classical-ml"}
	need
	reason := sprintf("AWS's guide leaves the choice between CPU and GPU open for %s", [algorithm.name])
}

severity := "low" if {
	not requires_gpu
	processor == "cpu"
} else := "high"

confidence := "heuristic" if {
	severity == "low"
} else := images.confidence(image)

evidence := object.union({"image": image}, times)

default times := {}

times := {
	"median_training_seconds": input.runs.training_seconds.median,
	"instance_hours": input.runs.instance_hours,
}
