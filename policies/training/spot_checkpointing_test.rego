package tipstaff.training.spot_checkpointing_test

import data.tipstaff.training.spot_checkpointing as policy

import future.keywords.not
import rego.v1

resource := {
	"AlgorithmSpecification": {"TrainingImage": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:7"},
	"EnableManagedSpotTraining": true,
	"StoppingCondition": {"MaxRuntimeInSeconds": 86400, "MaxWaitTimeInSeconds": 172800},
}

runs := {"count": 9, "training_seconds": {"max": 30000}, "interruptions": 3}

live := {"source": "live", "resource": resource, "runs": runs, "tags": {}}

code := {"source": "code", "resource": resource, "tags": {}}

changed(subject, fields) := object.union(subject, {"resource": fields})

ran(fields) := object.union(live, {"runs": fields})

uses(subject, image) := changed(subject, {"AlgorithmSpecification": {"TrainingImage": image}})

found(subject) := value if {
	policy.violation[value] with input as subject
}

fails(subject) if {
	count(policy.violation) == 1 with input as subject
	count(policy.exemption) == 0 with input as subject
	count(policy.unrecognized) == 0 with input as subject
}

passes(subject) if {
	count(policy.violation) == 0 with input as subject
	count(policy.exemption) == 0 with input as subject
	count(policy.unrecognized) == 0 with input as subject
}

exempt(subject, words) if {
	some exemption in policy.exemption with input as subject
	contains(exemption.reason, words)
}

test_fails_when_long_spot_runs_save_nothing if {
	fails(live)
	finding := found(live)
	finding.path == "resource.CheckpointConfig.S3Uri"
	finding.message == concat("", [
		"spot training ran for up to 30000 seconds, ",
		"and CheckpointConfig.S3Uri is not set, 3 interruptions so far",
	])
	finding.severity == "high"
	finding.confidence == "measured"
	finding.evidence == {"runs": 9, "longest_training_seconds": 30000, "interruptions": 3}
}

test_fails_when_code_allows_long_spot_runs_that_save_nothing if {
	fails(code)
	finding := found(code)
	finding.message == "spot training may run for 86400 seconds, and CheckpointConfig.S3Uri is not set"
	finding.confidence == "certain"
	finding.evidence == {"max_runtime_seconds": 86400}
}

test_fails_when_the_run_time_has_no_limit if fails(json.remove(code, ["resource/StoppingCondition"]))

test_fails_when_only_a_local_path_is_set if {
	fails(changed(code, {"CheckpointConfig": {"LocalPath": "/opt/ml/checkpoints"}}))
}

test_fails_when_the_checkpoint_uri_is_empty if {
	fails(changed(code, {"CheckpointConfig": {"S3Uri": ""}}))
}

test_fails_without_interruptions_in_the_message_when_there_were_none if {
	endswith(found(ran({"interruptions": 0})).message, "is not set")
	endswith(found(json.remove(live, ["runs/interruptions"])).message, "is not set")
}

test_fails_when_no_run_has_finished_but_the_limit_is_long if {
	subject := json.remove(live, ["runs/training_seconds"])
	fails(subject)
	found(subject).confidence == "certain"
}

test_fails_without_an_algorithm_specification if fails(json.remove(code, ["resource/AlgorithmSpecification"]))

test_fails_on_an_algorithm_that_checkpoints_by_itself if {
	fails(uses(code, "811284229777.dkr.ecr.us-east-1.amazonaws.com/image-classification:1"))
	fails(uses(code, "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"))
}

test_informs_when_a_writable_file_system_is_mounted if {
	found(changed(code, {"InputDataConfig": mounted("rw")})).severity == "info"
	found(changed(code, {"InputDataConfig": mounted("ro")})).severity == "high"
}

mounted(mode) := [
	{"DataSource": {"S3DataSource": {"S3Uri": "s3://a/b"}}},
	{"DataSource": {"FileSystemDataSource": {"FileSystemAccessMode": mode}}},
]

test_informs_when_a_setting_names_a_checkpoint_location if {
	every name in ["checkpoint_s3_uri", "checkpoint_uri", "checkpoint_path", "checkpoint_dir", "ckpt_path", "ckpt_dir"] {
		found(changed(code, {"HyperParameters": {name: "\"s3://bucket/ckpt\""}})).severity == "info"
	}
	every name in ["CHECKPOINT_S3_URI", "CHECKPOINT_URI", "CHECKPOINT_PATH", "CHECKPOINT_DIR"] {
		found(changed(code, {"Environment": {name: "s3://bucket/ckpt"}})).severity == "info"
	}
}

test_does_not_only_inform_when_the_location_is_local if {
	found(changed(code, {"HyperParameters": {"checkpoint_dir": "/opt/ml/checkpoints"}})).severity == "high"
}

test_never_prints_the_values_of_settings if {
	not contains(found(changed(code, {"Environment": {"CHECKPOINT_PATH": "s3://secret"}})).message, "secret")
}

test_passes_on_demand if {
	passes(changed(live, {"EnableManagedSpotTraining": false}))
	passes(json.remove(code, ["resource/EnableManagedSpotTraining"]))
}

test_passes_with_a_checkpoint_prefix if {
	passes(changed(live, {"CheckpointConfig": {"S3Uri": "s3://bucket/churn"}}))
	passes(changed(code, {"CheckpointConfig": {"S3Uri": "${aws_s3_bucket.b.bucket}"}}))
}

test_passes_when_code_limits_runs_to_a_short_time if {
	passes(changed(code, {"StoppingCondition": {"MaxRuntimeInSeconds": 3600}}))
	fails(changed(code, {"StoppingCondition": {"MaxRuntimeInSeconds": 3601}}))
}

test_exempts_jobs_whose_runs_are_short if {
	exempt(ran({"training_seconds": {"max": 3600}}), "3600 seconds")
	fails(ran({"training_seconds": {"max": 3601}}))
}

test_exempts_algorithms_that_do_not_checkpoint if {
	exempt(uses(code, "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"), "kmeans does not save checkpoints")
}

test_exempts_jobs_that_a_service_started if {
	exempt(changed(live, {"AutoMLJobArn": "arn:aws:sagemaker:::automl-job/a"}), "Autopilot")
	exempt(changed(live, {"LabelingJobArn": "arn:aws:sagemaker:::labeling-job/a"}), "Ground Truth")
}

test_cannot_tell_for_marketplace_algorithms if {
	subject := changed(code, {"AlgorithmSpecification": {"AlgorithmName": "bought"}})
	count(policy.violation) == 0 with input as subject
	count(policy.unrecognized) == 1 with input as subject
}

test_passes_marketplace_algorithms_that_save if {
	passes(changed(code, {
		"AlgorithmSpecification": {"AlgorithmName": "bought"},
		"CheckpointConfig": {"S3Uri": "s3://bucket/churn"},
	}))
}
