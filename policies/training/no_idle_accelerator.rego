# METADATA
# title: Algorithms that cannot use an accelerator do not train on one
# description: |
#   Many classical algorithms run on CPUs only; on a GPU instance they run no faster, and the GPU is paid for and idle.
#   The policy knows what each of SageMaker's built-in algorithms and JumpStart's tabular algorithms can use.
#
#   XGBoost has one image for both: it uses a GPU only with the hyperparameter `tree_method` `gpu_hist` or `device`
#   `cuda`, and only from version 1.2 on. BlazingText uses none in mode `batch_skipgram`. For K-Means and
#   Factorization Machines AWS's guide advises against GPUs (low severity). A scikit-learn script may bring its own GPU
#   library, which nobody can see from outside (medium severity, heuristic).
#
#   Exempt are XGBoost scripts (their code decides), algorithms for which AWS's guide leaves the choice open, and jobs
#   whose settings a service chose. What an image of your own can use is not known unless its tag says `gpu`.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/common-info-all-im-models.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/randomcutforest.html
# custom:
#   code: TRN012
#   severity: high
#   category: cost
#   subject: AWS::SageMaker::TrainingJob
#   reads:
#     - resource.AlgorithmSpecification.TrainingImage
#     - resource.AlgorithmSpecification.AlgorithmName?
#     - resource.AlgorithmSpecification.ContainerEntrypoint?
#     - resource.ResourceConfig.InstanceType
#     - resource.ResourceConfig.InstanceGroups.InstanceType
#     - resource.ResourceConfig.InstancePreferences.InstanceType
#     - resource.HyperParameters.sagemaker_program?
#     - resource.HyperParameters.tree_method
#     - resource.HyperParameters.device
#     - resource.HyperParameters.mode
#     - resource.AutoMLJobArn?
#     - resource.LabelingJobArn?
#     - tags.sagemaker-sdk:jumpstart-model-id
#     - runs
#   remediation: |
#     Train on an m, c or r type with as many vCPUs, m for XGBoost, LightGBM and CatBoost, which need memory more than
#     anything else. To use the GPU with XGBoost 1.2 or later, set tree_method to gpu_hist, from 2.0 on device to cuda.
#   controls:
#     wa-ml-lens: [MLCOST04-BP01, MLPERF04-BP01]
package tipstaff.training.no_idle_accelerator

import data.tipstaff.lib.images
import data.tipstaff.lib.training.algorithm
import data.tipstaff.lib.training.image
import data.tipstaff.lib.training.jumpstart_algorithm
import data.tipstaff.lib.training.launched_by_service
import data.tipstaff.lib.training.marketplace
import data.tipstaff.lib.training.on_accelerators
import data.tipstaff.lib.training.on_cpus
import data.tipstaff.lib.training.perhaps_on_accelerators
import data.tipstaff.lib.training.processor
import data.tipstaff.lib.training.saving_on_cpu
import data.tipstaff.lib.training.type_names
import data.tipstaff.lib.training.types_path
import data.tipstaff.lib.training.unknown_types_reason

import future.keywords.not
import rego.v1

violation contains object.union(
	{
		"path": types_path,
		"message": message,
		"severity": severity,
		"confidence": confidence,
		"evidence": evidence,
	},
	saving_on_cpu,
) if {
	on_accelerators
	message := sprintf("an accelerator on %s, and %s", [type_names, cause])
}

exemption contains {"reason": reason} if {
	not on_cpus
	some reason in reasons
}

unrecognized contains {"path": "resource.AlgorithmSpecification.TrainingImage", "reason": reason} if {
	on_accelerators
	not algorithm
	not processor in {"gpu", "neuron"}
	count(reasons) == 0
	reason := sprintf("nothing says whether the image %s can use an accelerator", [image])
}

unrecognized contains {
	"path": "resource.AlgorithmSpecification.AlgorithmName",
	"reason": "nothing says whether this Marketplace algorithm can use an accelerator",
} if {
	on_accelerators
	marketplace
	count(reasons) == 0
}

unrecognized contains {"path": types_path, "reason": unknown_types_reason} if {
	perhaps_on_accelerators
	cause
	count(reasons) == 0
}

repository := images.key(image)

# Why the accelerator stays idle. Undefined where the algorithm can use it.
cause := sprintf("%s %d.%d trains on CPUs only", [algorithm.name, xgboost_version[0], xgboost_version[1]]) if {
	repository == "sagemaker-xgboost"
	xgboost_version < [1, 2]
} else := sprintf("%s uses it only with tree_method gpu_hist or device cuda", [algorithm.name]) if {
	repository == "sagemaker-xgboost"
	not xgboost_on_gpu
} else := sprintf("%s trains on CPUs only in mode batch_skipgram", [algorithm.name]) if {
	repository == "blazingtext"
	hyperparameter("mode") == "batch_skipgram"
} else := sprintf("%s cannot use it", [algorithm.name]) if {
	algorithm.train_gpu == "no"
} else := sprintf("AWS's guide advises CPUs for %s", [algorithm.name]) if {
	algorithm.train_gpu == "discouraged"
}

# Tags of SageMaker's XGBoost start with the version: 1.7-1, 0.90-2-cpu-py3.
xgboost_version := [to_number(parts[0]), to_number(parts[1])] if {
	tokens := split(images.tag(image), "-")
	parts := split(tokens[0], ".")
	count(parts) == 2
	regex.match(`^[0-9]{1,3}$`, parts[0])
	regex.match(`^[0-9]{1,3}$`, parts[1])
}

xgboost_on_gpu if hyperparameter("tree_method") == "gpu_hist"

xgboost_on_gpu if startswith(hyperparameter("device"), "cuda")

# The SDK writes hyperparameters as JSON, so texts come with quotes.
hyperparameter(name) := trim(text, `"`) if text := hyperparameters[name]

hyperparameters["tree_method"] := input.resource.HyperParameters.tree_method

hyperparameters["device"] := input.resource.HyperParameters.device

hyperparameters["mode"] := input.resource.HyperParameters.mode

reasons contains "the XGBoost script decides what it uses" if {
	repository == "sagemaker-xgboost"
	script
}

reasons contains reason if {
	algorithm.kind == "classical-ml"
	algorithm.train_gpu == "optional"
	repository != "sagemaker-xgboost"
	not cause
	reason := sprintf("AWS's guide leaves the choice between CPU and GPU open for %s", [algorithm.name])
}

reasons contains reason if {
	in_question
	some reason in launched_by_service
}

in_question if cause

in_question if not algorithm

# Version 2 of the SDK names the script in a hyperparameter, version 3 in the entry point of the container.
script if input.resource.HyperParameters.sagemaker_program

script if input.resource.AlgorithmSpecification.ContainerEntrypoint

severity := "medium" if {
	repository == "sagemaker-scikit-learn"
} else := "low" if {
	algorithm.train_gpu == "discouraged"
} else := "high"

confidence := "heuristic" if {
	repository == "sagemaker-scikit-learn"
} else := "certain" if {
	jumpstart_algorithm
} else := images.confidence(image)

evidence := object.union({"image": image}, hours)

default hours := {}

hours := {"instance_hours": input.runs.instance_hours}
