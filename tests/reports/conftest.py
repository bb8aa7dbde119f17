"""Results with every status: of a live account, of code, and with hostile names."""

import pytest

from scanner.model import (
    BaselineState,
    Comparison,
    Confidence,
    Environment,
    Gap,
    GapReason,
    Location,
    Narrowing,
    Saving,
    Source,
    Span,
    Status,
    Waiver,
    WaiverFault,
    WaiverKind,
    WaiverProblem,
)
from tests.reports.samples import (
    HOSTILE,
    ISOLATION,
    REGION,
    SPOT,
    make_arn,
    make_finding,
    make_policy,
    make_result,
    make_subject,
)


@pytest.fixture
def live():
    """A live result: every status, money, waivers, gaps that make it incomplete."""
    findings = [
        make_finding(
            1,
            ISOLATION,
            subject=make_subject("fraud-v7", type="AWS::SageMaker::Model", id=make_arn("model/fraud-v7")),
            path=("resource", "EnableNetworkIsolation"),
            message="the containers of fraud-v7 can reach the internet",
        ),
        make_finding(2, evidence={"instances": 1, "zones": ["eu-west-1a"], "share": 0.5}),
        make_finding(
            3,
            SPOT,
            subject=make_subject(
                "churn-nightly",
                type="AWS::SageMaker::TrainingJob",
                id=make_arn("training-job/churn-nightly-20261119"),
                environment=Environment.NON_PRODUCTION,
                runs=412,
            ),
            path=("resource", "EnableManagedSpotTraining"),
            message="412 runs in 90 days paid the on-demand price, 2.1 h each",
            confidence=Confidence.MEASURED,
            saving=Saving(1234.56, "294 h a month of ml.p3.2xlarge at $4.2/h", "2026-11-01"),
        ),
        make_finding(
            4,
            status=Status.UNKNOWN,
            subject=make_subject("search/blue"),
            message="",
            reasons=("the permission sagemaker:DescribeEndpointConfig would decide it",),
        ),
        make_finding(5, status=Status.WAIVED, waiver=Waiver("ml-platform", "load test only", "2026-12-31")),
        make_finding(6, status=Status.EXEMPT, message="", path=(), reasons=("the endpoint is asynchronous",)),
        make_finding(7, status=Status.PASSED, message="", path=()),
    ]
    gaps = [
        Gap(
            GapReason.DENIED,
            "AWS denied sagemaker:DescribeEndpointConfig in eu-west-1",
            "sagemaker:DescribeEndpointConfig",
            REGION,
            "AWS::SageMaker::EndpointConfig",
        ),
        Gap(
            GapReason.DELETED, "the model old-v1 is gone", "", REGION, "AWS::SageMaker::Model", make_arn("model/old-v1")
        ),
    ]
    return make_result(findings, gaps)


@pytest.fixture
def code():
    """A result of code: locations, and a value that only a variable decides."""
    subject = make_subject(
        "aws_sagemaker_endpoint_configuration.recs/AllTraffic",
        id="infra/ünits & co/main.tf:aws_sagemaker_endpoint_configuration.recs/AllTraffic",
        account="",
        region="",
    )
    findings = [
        make_finding(1, subject=subject, location=Location("infra/ünits & co/main.tf", Span(12, 30, 12, 31))),
        make_finding(
            2,
            SPOT,
            Status.UNKNOWN,
            subject=subject,
            location=Location("infra/ünits & co/main.tf", Span(40, 1, 40, 20)),
            reasons=("var.instance_type would decide it",),
        ),
    ]
    gaps = [
        Gap(
            GapReason.VARIABLE,
            "the instance type is decided by a variable without a default",
            "var.instance_type",
            "infra/ünits & co",
            "AWS::SageMaker::EndpointConfig",
            subject.id,
            ("ProductionVariants", 0, "InstanceType"),
            location=Location("infra/ünits & co/main.tf", Span(14, 30, 14, 47)),
        ),
    ]
    return make_result(
        findings, gaps, source=Source.CODE, roots=("infra/ünits & co",), resources={"AWS::SageMaker::Endpoint": 1}
    )


@pytest.fixture
def unread():
    """A result of code that passed, but for a file and a module that whole resources may be in."""
    gaps = [
        Gap(GapReason.UNSUPPORTED, "job.yaml is a template and is not read", "what it renders to", "chart"),
        Gap(
            GapReason.NOT_IN_CODE,
            "module.job comes from acme/job/aws and is not fetched",
            "acme/job/aws",
            ".",
            "module",
        ),
        Gap(GapReason.NOT_IN_CODE, "whether it is scaled", "the code", ".", "AWS::SageMaker::Endpoint"),
    ]
    return make_result([make_finding(1, status=Status.PASSED)], gaps, source=Source.CODE, roots=(".",))


@pytest.fixture
def hostile():
    """A result in which every text that comes from outside is hostile."""
    findings = [
        make_finding(
            number,
            status=tuple(Status)[number % 2],
            subject=make_subject(text, tags={text: text}, id=make_arn(f"endpoint/{text}"), region=text, account=text),
            message=f"message {text}",
            reasons=(f"reason {text}",),
            evidence={text: [text, {"nested": text}]},
            location=Location(text, Span(1, 1, 1, 2)) if number % 3 == 0 else None,
        )
        for number, text in enumerate(HOSTILE.values())
    ]
    gaps = [
        Gap(GapReason.DENIED, f"gap {text}", f"needs {text}", text, text, text, (text,)) for text in HOSTILE.values()
    ]
    policy = make_policy(
        "EVIL001",
        "inference-multi-instance",
        title=HOSTILE["element"],
        description=HOSTILE["script"],
        remediation=HOSTILE["quotes"] + HOSTILE["lines"],
        links=("javascript:alert(3)", "https://docs.example/?a=<b>&c"),
    )
    return make_result(
        findings,
        gaps,
        policies=(policy,),
        roots=(f"{HOSTILE['element']}/{HOSTILE['script']}",),
        resources={HOSTILE["element"]: 1},
    )


@pytest.fixture
def gated():
    """A result of code with an inline waiver, waivers without effect, a baseline and a diff."""
    at = Location("infra/main.tf", Span(12, 30, 12, 31))
    written = Location("infra/main.tf", Span(11, 3, 11, 40))
    findings = [
        make_finding(1, location=at, baseline=BaselineState.NEW),
        make_finding(2, SPOT, location=at, baseline=BaselineState.KNOWN),
        make_finding(
            3,
            ISOLATION,
            Status.WAIVED,
            location=at,
            waiver=Waiver("", "no quota", "2027-01-31", WaiverKind.INLINE, written),
        ),
    ]
    problems = (
        WaiverProblem(WaiverFault.UNUSED, "the waiver of EPT001 is not needed", Location("z.tf", Span(9, 1, 9, 2))),
        WaiverProblem(WaiverFault.EXPIRED, "the waiver of EPT001 expired on 2026-01-01", written),
    )
    return make_result(
        findings,
        source=Source.CODE,
        roots=("infra",),
        resources={"AWS::SageMaker::Endpoint": 1},
        waiver_problems=problems,
        waivers_ignored=2,
        comparison=Comparison("base.json", 1, 1, 3, 1),
        narrowing=Narrowing("origin/main", "0123456789abcdef" * 2, 12, 4),
    )
