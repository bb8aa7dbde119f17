# METADATA
# title: Spot training may wait at least as long as it may run
# description: |
#   MaxWaitTimeInSeconds limits a spot job's waiting and running together, MaxRuntimeInSeconds its running alone. The
#   API wants both for a spot job, and the first to be no smaller than the second; otherwise it rejects the job, at the
#   moment when the pipeline or the schedule starts it. A missing MaxRuntimeInSeconds means one day (86400 seconds).
#
#   The limits cover all attempts of a job with a RetryStrategy together. Equal values are accepted.
# related_resources:
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StoppingCondition.html
#   - ref: https://docs.aws.amazon.com/sagemaker/latest/dg/model-managed-spot-training.html
# custom:
#   code: TRN003
#   severity: high
#   category: operations
#   subject: AWS::SageMaker::TrainingJob
#   reads:
#     - resource.EnableManagedSpotTraining
#     - resource.StoppingCondition.MaxRuntimeInSeconds
#     - resource.StoppingCondition.MaxWaitTimeInSeconds
#   remediation: |
#     Set StoppingCondition.MaxWaitTimeInSeconds to at least MaxRuntimeInSeconds; one and a half to two times as much
#     leaves time to wait for capacity.
#   controls:
#     wa-ml-lens: [MLCOST04-BP06]
package tipstaff.training.spot_max_wait

import data.tipstaff.lib.training.default_max_runtime
import data.tipstaff.lib.training.max_runtime

import future.keywords.not
import rego.v1

violation contains {
	"path": "resource.StoppingCondition.MaxWaitTimeInSeconds",
	"message": message,
	"evidence": {"max_runtime_seconds": max_runtime},
} if {
	input.resource.EnableManagedSpotTraining == true
	not input.resource.StoppingCondition.MaxWaitTimeInSeconds
	message := sprintf("MaxWaitTimeInSeconds is not set on a spot job with MaxRuntimeInSeconds %s", [limit])
}

violation contains {
	"path": "resource.StoppingCondition.MaxWaitTimeInSeconds",
	"message": message,
	"evidence": {"max_runtime_seconds": max_runtime, "max_wait_seconds": max_wait},
} if {
	input.resource.EnableManagedSpotTraining == true
	max_wait := input.resource.StoppingCondition.MaxWaitTimeInSeconds
	max_wait < max_runtime
	message := sprintf("MaxWaitTimeInSeconds %d is below MaxRuntimeInSeconds %s", [max_wait, limit])
}

limit := sprintf("%d", [input.resource.StoppingCondition.MaxRuntimeInSeconds])

limit := sprintf("not set, which means %d", [default_max_runtime]) if {
	not input.resource.StoppingCondition.MaxRuntimeInSeconds
}
