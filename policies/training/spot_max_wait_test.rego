package tipstaff.training.spot_max_wait_test

import data.tipstaff.training.spot_max_wait as policy

import rego.v1

resource := {
	"EnableManagedSpotTraining": true,
	"StoppingCondition": {"MaxRuntimeInSeconds": 7200, "MaxWaitTimeInSeconds": 3600},
}

code := {"source": "code", "resource": resource}

live := {"source": "live", "resource": resource, "runs": {"count": 1}}

changed(subject, fields) := object.union(subject, {"resource": fields})

limits(seconds) := object.union(
	json.remove(code, ["resource/StoppingCondition"]),
	{"resource": {"StoppingCondition": seconds}},
)

found(subject) := value if {
	policy.violation[value] with input as subject
}

fails(subject) if {
	count(policy.violation) == 1 with input as subject
}

passes(subject) if {
	count(policy.violation) == 0 with input as subject
}

test_fails_when_the_wait_is_shorter_than_the_run if {
	fails(code)
	fails(live)
	finding := found(code)
	finding.path == "resource.StoppingCondition.MaxWaitTimeInSeconds"
	finding.message == "MaxWaitTimeInSeconds 3600 is below MaxRuntimeInSeconds 7200"
	finding.evidence == {"max_runtime_seconds": 7200, "max_wait_seconds": 3600}
}

test_fails_when_the_wait_is_not_set if {
	subject := limits({"MaxRuntimeInSeconds": 7200})
	fails(subject)
	found(subject).message == "MaxWaitTimeInSeconds is not set on a spot job with MaxRuntimeInSeconds 7200"
}

test_fails_when_neither_is_set if {
	subject := json.remove(code, ["resource/StoppingCondition"])
	fails(subject)
	endswith(found(subject).message, "MaxRuntimeInSeconds not set, which means 86400")
}

test_fails_when_the_wait_is_shorter_than_the_default_run if {
	fails(limits({"MaxWaitTimeInSeconds": 86399}))
	passes(limits({"MaxWaitTimeInSeconds": 86400}))
}

test_passes_when_the_wait_is_as_long_as_the_run if {
	passes(changed(code, {"StoppingCondition": {"MaxWaitTimeInSeconds": 7200}}))
}

test_passes_when_the_wait_is_longer_than_the_run if {
	passes(changed(live, {"StoppingCondition": {"MaxWaitTimeInSeconds": 14400}}))
}

test_passes_on_demand if {
	passes(changed(code, {"EnableManagedSpotTraining": false}))
	passes(json.remove(code, ["resource/EnableManagedSpotTraining"]))
}
