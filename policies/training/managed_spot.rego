# METADATA
# title: Training jobs that can run on spot capacity do
# description: |
#   Managed spot training runs the same job on spare capacity, at a fraction of the on-demand price; SageMaker waits for
#   the capacity, and starts the job again from its last checkpoint when the capacity is taken back.
#
#   In an account, jobs count whose runs complete, take at least `min_runtime_seconds` (median) and add up to at least
#   `min_instance_hours`; from `high_instance_hours_per_month` on the finding is of high severity. In code, jobs count
#   that may run for at least `min_runtime_seconds`: a missing MaxRuntimeInSeconds means one day.
#
#   What spot would save depends on the capacity of the day, so no amount is promised. Types that are scarce on spot
#   (`scarce_families`) make the finding a heuristic one. An algorithm that cannot checkpoint may wait and run for an
#   hour only on spot, so for it the finding is informational.
#
#   Exempt are jobs that cannot use spot (warm pools, training plans, UltraServers, instance preferences, serverless
#   jobs), jobs of a heterogeneous cluster (nobody says whether spot works there), jobs that another job or service
#   configures, jobs of which no run completed, and jobs with a `tipstaff:deadline` tag.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/train-warm-pools.html
# custom:
#   code: TRN001
#   severity: medium
#   category: cost
#   subject: AWS::SageMaker::TrainingJob
#   reads:
#     - resource.EnableManagedSpotTraining
#     - resource.StoppingCondition.MaxRuntimeInSeconds
#     - resource.AlgorithmSpecification.TrainingImage
#     - resource.AlgorithmSpecification.AlgorithmName?
#     - resource.ResourceConfig?
#     - resource.ResourceConfig.InstanceType?
#     - resource.ResourceConfig.InstanceGroups?
#     - resource.ResourceConfig.InstancePreferences?
#     - resource.ResourceConfig.InstancePlacementConfig?
#     - resource.ResourceConfig.KeepAlivePeriodInSeconds
#     - resource.ResourceConfig.TrainingPlanArn?
#     - resource.TuningJobArn?
#     - resource.AutoMLJobArn?
#     - resource.LabelingJobArn?
#     - tags.tipstaff:deadline
#     - runs
#   params:
#     min_runtime_seconds: 1800
#     min_instance_hours: 1
#     high_instance_hours_per_month: 250
#     scarce_families: [p4d, p4de, p5, p5e, p5en, p6-b200, p6-b300, trn1, trn1n, trn2]
#   remediation: |
#     Set EnableManagedSpotTraining to true, StoppingCondition.MaxWaitTimeInSeconds to at least MaxRuntimeInSeconds, and
#     CheckpointConfig.S3Uri to a prefix of the job's own. SageMaker Python SDK v2: Estimator(use_spot_instances=True,
#     max_wait=…, checkpoint_s3_uri=…); v3: Compute(enable_managed_spot_training=True),
#     StoppingCondition(max_wait_time_in_seconds=…), CheckpointConfig(s3_uri=…).
#   controls:
#     wa-ml-lens: [MLCOST04-BP06]
package tipstaff.training.managed_spot

import data.params.training.managed_spot as params
import data.tipstaff.lib.images
import data.tipstaff.lib.instances
import data.tipstaff.lib.training.hours_per_month
import data.tipstaff.lib.training.hours_text
import data.tipstaff.lib.training.launched_by_service
import data.tipstaff.lib.training.marketplace
import data.tipstaff.lib.training.max_runtime

import future.keywords.not
import rego.v1

violation contains {
	"path": "resource.EnableManagedSpotTraining",
	"message": message,
	"severity": severity,
	"confidence": confidence,
	"evidence": evidence,
} if {
	on_demand
	message := sprintf("%s, with EnableManagedSpotTraining %s", [usage, setting])
}

exemption contains {"reason": reason} if {
	on_demand
	some reason in reasons
}

on_demand if not input.resource.EnableManagedSpotTraining == true

reasons contains "a warm pool cannot be combined with managed spot training" if {
	input.resource.ResourceConfig.KeepAlivePeriodInSeconds > 0
}

reasons contains "the job runs on the reserved capacity of a training plan" if {
	input.resource.ResourceConfig.TrainingPlanArn != ""
}

reasons contains "instance preferences cannot be combined with managed spot training" if {
	input.resource.ResourceConfig.InstancePreferences
}

reasons contains "the job is placed on UltraServers" if input.resource.ResourceConfig.InstancePlacementConfig

reasons contains "no documentation says whether managed spot training works with instance groups" if {
	input.resource.ResourceConfig.InstanceGroups
}

reasons contains "a serverless job has no instances" if not input.resource.ResourceConfig

reasons contains "spot is switched on in the definition of the tuning job, not in its training jobs" if {
	input.resource.TuningJobArn
}

reasons contains reason if some reason in launched_by_service

reasons contains "no run has completed" if {
	input.source == "live"
	not input.runs.by_status.Completed >= 1
}

reasons contains "a tipstaff:deadline tag says that the job cannot wait for capacity" if input.tags["tipstaff:deadline"]

usage := sprintf("%s trained %d runs on demand, %s instance-hours", [type, input.runs.count, hours_text]) if {
	input.source == "live"
	input.runs.by_status.Completed >= 1
	input.runs.training_seconds.median >= params.min_runtime_seconds
	input.runs.instance_hours >= params.min_instance_hours
}

usage := sprintf("%s may train on demand for %d seconds", [type, max_runtime]) if {
	input.source == "code"
	max_runtime >= params.min_runtime_seconds
}

evidence := {
	"runs": input.runs.count,
	"instance_hours": input.runs.instance_hours,
	"instance_hours_per_month": hours_per_month,
	"median_training_seconds": input.runs.training_seconds.median,
} if {
	input.source == "live"
} else := {"max_runtime_seconds": max_runtime}

severity := "info" if {
	cannot_checkpoint
	max_runtime > 3600
} else := "high" if {
	hours_per_month >= params.high_instance_hours_per_month
} else := "medium"

# The run time is measured in an account; in code there is only its limit.
confidence := "measured" if {
	input.source == "live"
	not scarce
} else := "heuristic"

scarce if {
	facts := instances.facts(type)
	facts.family in params.scarce_families
}

# Marketplace algorithms do not say whether they checkpoint.
cannot_checkpoint if marketplace

cannot_checkpoint if {
	algorithm := images.algorithm(input.resource.AlgorithmSpecification.TrainingImage)
	algorithm.checkpoint == "no"
}

default type := "the job"

type := input.resource.ResourceConfig.InstanceType

default setting := "not set"

setting := "false" if input.resource.EnableManagedSpotTraining == false
