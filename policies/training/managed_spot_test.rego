package tipstaff.training.managed_spot_test

import data.tipstaff.training.managed_spot as policy

import rego.v1

resource := {
	"AlgorithmSpecification": {"TrainingImage": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"},
	"EnableManagedSpotTraining": false,
	"ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 2},
	"StoppingCondition": {"MaxRuntimeInSeconds": 86400},
}

runs := {
	"count": 31,
	"by_status": {"Completed": 31},
	"training_seconds": {"sum": 381600, "median": 12310, "p95": 14000, "max": 15000},
	"instance_hours": 212.4,
	"days": 30,
}

live := {"source": "live", "resource": resource, "runs": runs, "tags": {}}

code := {"source": "code", "resource": resource, "tags": {}}

changed(subject, fields) := object.union(subject, {"resource": fields})

ran(fields) := object.union(live, {"runs": fields})

builtin(repository) := {"AlgorithmSpecification": {"TrainingImage": sprintf(
	"382416733822.dkr.ecr.us-east-1.amazonaws.com/%s:1",
	[repository],
)}}

found(subject) := value if {
	policy.violation[value] with input as subject
}

fails(subject) if {
	count(policy.violation) == 1 with input as subject
	count(policy.exemption) == 0 with input as subject
}

passes(subject) if {
	count(policy.violation) == 0 with input as subject
	count(policy.exemption) == 0 with input as subject
}

exempt(subject, words) if {
	some exemption in policy.exemption with input as subject
	contains(exemption.reason, words)
}

test_fails_when_long_runs_train_on_demand if {
	fails(live)
	finding := found(live)
	finding.path == "resource.EnableManagedSpotTraining"
	finding.message == concat("", [
		"ml.m5.xlarge trained 31 runs on demand, 212 instance-hours, ",
		"with EnableManagedSpotTraining false",
	])
	finding.severity == "medium"
	finding.confidence == "measured"
	finding.evidence == {
		"runs": 31,
		"instance_hours": 212.4,
		"instance_hours_per_month": 212.4,
		"median_training_seconds": 12310,
	}
}

test_fails_when_code_allows_long_runs_on_demand if {
	fails(code)
	finding := found(code)
	finding.message == "ml.m5.xlarge may train on demand for 86400 seconds, with EnableManagedSpotTraining false"
	finding.confidence == "heuristic"
	finding.severity == "medium"
	finding.evidence == {"max_runtime_seconds": 86400}
}

test_fails_when_spot_is_not_set if {
	subject := json.remove(code, ["resource/EnableManagedSpotTraining"])
	fails(subject)
	endswith(found(subject).message, "with EnableManagedSpotTraining not set")
	fails(json.remove(live, ["resource/EnableManagedSpotTraining"]))
}

test_fails_when_code_sets_no_limit_which_means_a_day if {
	subject := json.remove(code, ["resource/StoppingCondition"])
	fails(subject)
	contains(found(subject).message, "86400 seconds")
}

test_fails_when_the_limit_in_code_is_exactly_the_bar if {
	fails(changed(code, {"StoppingCondition": {"MaxRuntimeInSeconds": 1800}}))
}

test_fails_without_an_instance_type if {
	subject := json.remove(code, ["resource/ResourceConfig/InstanceType"])
	fails(subject)
	startswith(found(subject).message, "the job may train")
}

test_fails_without_an_algorithm_specification if fails(json.remove(code, ["resource/AlgorithmSpecification"]))

test_is_severe_when_a_month_has_many_instance_hours if {
	found(ran({"instance_hours": 250})).severity == "high"
	found(ran({"instance_hours": 250, "days": 31})).severity == "medium"
}

test_is_a_heuristic_on_types_that_are_scarce_on_spot if {
	found(changed(live, {"ResourceConfig": {"InstanceType": "ml.p5.48xlarge"}})).confidence == "heuristic"
	found(changed(live, {"ResourceConfig": {"InstanceType": "ml.trn1.32xlarge"}})).confidence == "heuristic"
}

test_informs_when_a_long_algorithm_cannot_checkpoint if {
	found(changed(code, builtin("kmeans"))).severity == "info"
	found(changed(code, {"AlgorithmSpecification": {"AlgorithmName": "scikit-bought"}})).severity == "info"
}

test_does_not_only_inform_when_the_algorithm_checkpoints_or_is_short if {
	found(changed(code, builtin("image-classification"))).severity == "medium"
	short := {"StoppingCondition": {"MaxRuntimeInSeconds": 3600}}
	found(changed(changed(code, builtin("kmeans")), short)).severity == "medium"
}

test_passes_on_spot if {
	passes(changed(live, {"EnableManagedSpotTraining": true}))
	passes(changed(code, {"EnableManagedSpotTraining": true}))
}

test_passes_when_runs_are_short if passes(ran({"training_seconds": {"median": 1799}}))

test_passes_when_runs_add_up_to_little if passes(ran({"instance_hours": 0.9}))

test_passes_when_code_limits_runs_to_a_short_time if {
	passes(changed(code, {"StoppingCondition": {"MaxRuntimeInSeconds": 1799}}))
}

test_passes_without_statistics_of_the_runs if {
	passes(json.remove(live, ["runs/training_seconds"]))
	passes(json.remove(live, ["runs/instance_hours"]))
}

test_exempts_warm_pools if {
	exempt(changed(live, {"ResourceConfig": {"KeepAlivePeriodInSeconds": 600}}), "warm pool")
	fails(changed(live, {"ResourceConfig": {"KeepAlivePeriodInSeconds": 0}}))
}

test_exempts_training_plans if {
	exempt(changed(code, {"ResourceConfig": {"TrainingPlanArn": "arn:aws:sagemaker:::training-plan/a"}}), "training plan")
	fails(changed(code, {"ResourceConfig": {"TrainingPlanArn": ""}}))
}

test_exempts_instance_preferences if {
	preferences := [{"InstanceType": "ml.p5.48xlarge", "InstanceCount": 1}]
	exempt(changed(live, {"ResourceConfig": {"InstancePreferences": preferences}}), "instance preferences")
}

test_exempts_ultraservers if {
	exempt(changed(live, {"ResourceConfig": {"InstancePlacementConfig": {"EnableMultipleJobs": true}}}), "UltraServers")
}

test_exempts_heterogeneous_clusters if {
	groups := [{"InstanceGroupName": "a", "InstanceType": "ml.m5.xlarge", "InstanceCount": 1}]
	exempt(changed(code, {"ResourceConfig": {"InstanceGroups": groups}}), "instance groups")
}

test_exempts_serverless_jobs if exempt(json.remove(code, ["resource/ResourceConfig"]), "serverless")

test_exempts_training_jobs_of_a_tuning_job if {
	exempt(changed(live, {"TuningJobArn": "arn:aws:sagemaker:::hyper-parameter-tuning-job/a"}), "tuning job")
}

test_exempts_jobs_that_a_service_started if {
	exempt(changed(live, {"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}), "Autopilot")
	exempt(changed(live, {"LabelingJobArn": "arn:aws:sagemaker:::labeling-job/a"}), "Ground Truth")
}

test_exempts_jobs_without_a_completed_run if {
	failed := object.union(json.remove(live, ["runs/by_status"]), {"runs": {"by_status": {"Failed": 3}}})
	exempt(failed, "no run has completed")
	exempt(json.remove(live, ["runs"]), "no run has completed")
}

test_exempts_jobs_with_a_deadline if exempt(object.union(live, {"tags": {"tipstaff:deadline": "06:00"}}), "deadline")

test_stays_silent_on_exemptions_of_spot_jobs if {
	trial := {"TuningJobArn": "arn:aws:sagemaker:::hyper-parameter-tuning-job/a"}
	passes(changed(changed(live, {"EnableManagedSpotTraining": true}), trial))
}
