"""Build results; names that try to break out of every format."""

from scanner.model import (
    Environment,
    Finding,
    Policy,
    Read,
    ScanResult,
    Severity,
    Source,
    Status,
    SubjectName,
)

HOSTILE = {
    "element": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(2)</script>",
    "controls": "bell\x07 escape\x1b[31m null\x00 del\x7f c1\x9b",
    "bidi": "user\u202etxt.exe\u2066",
    "rtl": "نموذج-التدريب",
    "emoji": "👩‍💻-model-🚀",
    "pipe": "a|b||c",
    "lines": "first\nsecond\r\nthird\u2028fourth",
    "quotes": "\"'`&amp;${7*7}{{7*7}}{% raw %}",
    "surrogate": "caf\udce9",
    "markup": "[bold red]loud[/] :smile: https://evil.example",
}
REGION = "111122223333/eu-west-1"


def make_policy(code, stem, **changes):
    area, name = stem.split("-", 1)
    fields = {
        "id": stem,
        "code": code,
        "title": "Endpoints survive the loss of a zone",
        "description": "An endpoint with one instance stops when its zone does.",
        "severity": Severity.HIGH,
        "category": "resilience",
        "subjects": ("tipstaff::EndpointVariant",),
        "reads": (Read(("resource", "InitialInstanceCount")), Read(("related", "models", "VpcConfig"), presence=True)),
        "remediation": "Set InitialInstanceCount to 2 or more.",
        "package": f"tipstaff.{area}.{name.replace('-', '_')}",
        "file": f"policies/{area}/{name.replace('-', '_')}.rego",
        "text": "",
        "language": "rego",
        "params": {"minimum_instances": 2},
        "controls": {"wa-ml-lens": ("MLREL-11",)},
        "links": ("https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html",),
    }
    return Policy(**(fields | changes))


ZONES = make_policy("EPT001", "inference-multi-instance")
SPOT = make_policy(
    "TRN001",
    "training-managed-spot",
    title="Training jobs that can run on spot capacity do",
    description="Managed spot training runs the same job on spare capacity.",
    severity=Severity.MEDIUM,
    category="cost",
    subjects=("AWS::SageMaker::TrainingJob",),
    remediation="Set EnableManagedSpotTraining and MaxWaitTimeInSeconds.",
    links=(),
)
ISOLATION = make_policy(
    "NET001",
    "network-isolation",
    title="Models run without internet access",
    description="A container with internet access can send data out.",
    severity=Severity.CRITICAL,
    category="security",
    subjects=("AWS::SageMaker::Model",),
    remediation="Set EnableNetworkIsolation to true.",
    controls={},
    language="python",
)


def make_fingerprint(number):
    return f"{number:016x}".ljust(64, "0")


def make_subject(name="recs/AllTraffic", **changes):
    fields = {
        "type": "tipstaff::EndpointVariant",
        "id": f"arn:aws:sagemaker:eu-west-1:111122223333:endpoint/{name}",
        "name": name,
        "account": "111122223333",
        "region": "eu-west-1",
        "environment": Environment.PRODUCTION,
        "tags": {"team": "recs"},
    }
    return SubjectName(**(fields | changes))


def make_finding(number, policy=ZONES, status=Status.FAILED, **changes):
    fields = {
        "policy": policy.id,
        "status": status,
        "severity": policy.severity,
        "subject": make_subject(),
        "path": ("resource", "InitialInstanceCount"),
        "message": "the variant runs on 1 instance of ml.m5.xlarge, so the loss of its zone stops it",
        "fingerprint": make_fingerprint(number),
    }
    return Finding(**(fields | changes))


def make_result(findings, gaps=(), **changes):
    fields = {
        "tool_version": "0.1.0",
        "source": Source.LIVE,
        "roots": (REGION,),
        "engine": "embedded",
        "started": "2026-11-20T03:00:00Z",
        "finished": "2026-11-20T03:00:07.250Z",
        "policies": (ZONES, SPOT, ISOLATION),
        "findings": tuple(findings),
        "gaps": tuple(gaps),
        "resources": {"AWS::SageMaker::Endpoint": 3, "AWS::SageMaker::TrainingJob": 1200},
    }
    return ScanResult(**(fields | changes))


def make_many(count):
    """Many failed findings, spread over policies, subjects and regions."""
    policies = (ZONES, SPOT, ISOLATION)
    return [
        make_finding(
            number,
            policies[number % 3],
            Status.FAILED if number % 4 else Status.PASSED,
            subject=make_subject(
                f"job-{number:05d}",
                region=("eu-west-1", "us-east-1")[number % 2],
                environment=(Environment.PRODUCTION, Environment.NON_PRODUCTION)[number % 2],
                tags={"team": f"team-{number % 17}", "cost-centre": f"{number % 97}"},
            ),
            message=f"the job ran {number} times on ml.g5.{number % 9}xlarge, so it pays for idle capacity",
            evidence={"runs": number, "instance_type": f"ml.g5.{number % 9}xlarge"},
        )
        for number in range(count)
    ]


def make_arn(name):
    return f"arn:aws:sagemaker:eu-west-1:111122223333:{name}"
