# METADATA
# title: Spot training saves checkpoints
# description: |
#   When the capacity of a spot job is taken back, SageMaker starts the job again. Without a checkpoint in S3 it starts
#   from nothing, and everything it had computed is paid for twice. With CheckpointConfig.S3Uri, SageMaker copies what
#   the job writes to /opt/ml/checkpoints to S3 and back before a restart.
#
#   Jobs count that may run, or did run, for longer than `min_runtime_seconds`. That a checkpoint prefix is configured
#   does not prove that the script writes to it and loads from it: the policy cannot see that.
#
#   Exempt are jobs whose runs were all shorter than that, and built-in algorithms that do not checkpoint. A job that
#   mounts a writable file system, or whose hyperparameters or environment name an S3 checkpoint location
#   (`checkpoint_s3_uri`, `checkpoint_path`, `checkpoint_dir`, …), may save its progress by itself: the finding is
#   informational. Whether a Marketplace algorithm checkpoints is not known.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/model-checkpoints.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
# custom:
#   code: TRN002
#   severity: high
#   category: resilience
#   subject: AWS::SageMaker::TrainingJob
#   reads:
#     - resource.EnableManagedSpotTraining
#     - resource.CheckpointConfig.S3Uri?
#     - resource.StoppingCondition.MaxRuntimeInSeconds
#     - resource.AlgorithmSpecification.TrainingImage
#     - resource.AlgorithmSpecification.AlgorithmName?
#     - resource.InputDataConfig.DataSource.FileSystemDataSource.FileSystemAccessMode
#     - resource.HyperParameters.checkpoint_s3_uri
#     - resource.HyperParameters.checkpoint_uri
#     - resource.HyperParameters.checkpoint_path
#     - resource.HyperParameters.checkpoint_dir
#     - resource.HyperParameters.ckpt_path
#     - resource.HyperParameters.ckpt_dir
#     - resource.Environment.CHECKPOINT_S3_URI
#     - resource.Environment.CHECKPOINT_URI
#     - resource.Environment.CHECKPOINT_PATH
#     - resource.Environment.CHECKPOINT_DIR
#     - resource.AutoMLJobArn?
#     - resource.LabelingJobArn?
#     - runs
#   params:
#     min_runtime_seconds: 3600
#   remediation: |
#     Add CheckpointConfig with S3Uri s3://BUCKET/PREFIX, a prefix of this job's own, and let the script load the latest
#     checkpoint from /opt/ml/checkpoints when it starts. SageMaker Python SDK v2: checkpoint_s3_uri=…; v3:
#     checkpoint_config=CheckpointConfig(s3_uri=…).
#   controls:
#     wa-ml-lens: [MLCOST04-BP06, MLCOST04-BP10]
package tipstaff.training.spot_checkpointing

import data.params.training.spot_checkpointing as params
import data.tipstaff.lib.images
import data.tipstaff.lib.training.image
import data.tipstaff.lib.training.launched_by_service
import data.tipstaff.lib.training.marketplace
import data.tipstaff.lib.training.max_runtime

import future.keywords.not
import rego.v1

violation contains {
	"path": "resource.CheckpointConfig.S3Uri",
	"message": message,
	"severity": severity,
	"confidence": confidence,
	"evidence": evidence,
} if {
	unsaved
	not marketplace
	message := sprintf("spot training %s, and CheckpointConfig.S3Uri is not set%s", [duration, interruptions])
}

unrecognized contains {
	"path": "resource.AlgorithmSpecification.AlgorithmName",
	"reason": "nothing says whether this Marketplace algorithm saves checkpoints",
} if {
	unsaved
	marketplace
}

exemption contains {"reason": reason} if {
	unsaved
	some reason in reasons
}

reasons contains reason if {
	longest := input.runs.training_seconds.max
	longest <= params.min_runtime_seconds
	reason := sprintf("the longest run took %d seconds, so little is lost by starting again", [round(longest)])
}

reasons contains reason if {
	algorithm := images.algorithm(image)
	algorithm.checkpoint == "no"
	reason := sprintf("the built-in algorithm %s does not save checkpoints", [images.key(image)])
}

reasons contains reason if some reason in launched_by_service

unsaved if {
	input.resource.EnableManagedSpotTraining == true
	not saved
	long
}

saved if input.resource.CheckpointConfig.S3Uri != ""

long if max_runtime > params.min_runtime_seconds

long if input.runs.training_seconds.max > params.min_runtime_seconds

duration := sprintf("ran for up to %d seconds", [round(input.runs.training_seconds.max)]) if {
	input.runs.training_seconds.max > params.min_runtime_seconds
} else := sprintf("may run for %d seconds", [max_runtime])

default interruptions := ""

interruptions := sprintf(", %d interruptions so far", [input.runs.interruptions]) if input.runs.interruptions > 0

evidence := {
	"runs": input.runs.count,
	"longest_training_seconds": input.runs.training_seconds.max,
	"interruptions": input.runs.interruptions,
} if {
	input.source == "live"
} else := {"max_runtime_seconds": max_runtime}

confidence := "measured" if {
	input.runs.training_seconds.max > params.min_runtime_seconds
} else := "certain"

severity := "info" if {
	saves_elsewhere
} else := "high"

saves_elsewhere if {
	some channel in input.resource.InputDataConfig
	channel.DataSource.FileSystemDataSource.FileSystemAccessMode == "rw"
}

saves_elsewhere if {
	some location in named_locations
	is_string(location)
	contains(location, "s3://")
}

named_locations contains input.resource.HyperParameters.checkpoint_s3_uri

named_locations contains input.resource.HyperParameters.checkpoint_uri

named_locations contains input.resource.HyperParameters.checkpoint_path

named_locations contains input.resource.HyperParameters.checkpoint_dir

named_locations contains input.resource.HyperParameters.ckpt_path

named_locations contains input.resource.HyperParameters.ckpt_dir

named_locations contains input.resource.Environment.CHECKPOINT_S3_URI

named_locations contains input.resource.Environment.CHECKPOINT_URI

named_locations contains input.resource.Environment.CHECKPOINT_PATH

named_locations contains input.resource.Environment.CHECKPOINT_DIR
