"""List operations page, sort and filter the way SageMaker does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.aws.faults import First

if TYPE_CHECKING:
    from tests.aws.server import FakeAws

DAY = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def jobs(aws: FakeAws) -> FakeAws:
    """Give 25 training jobs, one a day, of which every fifth failed."""
    aws.account().seed_many(
        "TrainingJob",
        (
            {
                "TrainingJobName": f"job-{number:02}",
                "CreationTime": DAY + timedelta(days=number),
                "TrainingJobStatus": "Failed" if number % 5 == 0 else "Completed",
            }
            for number in range(25)
        ),
    )
    return aws


def _page(aws: FakeAws, **params) -> dict:
    return aws.client("sagemaker").list_training_jobs(**params)


def _names(page: dict) -> list[str]:
    return [job["TrainingJobName"] for job in page["TrainingJobSummaries"]]


def test_a_page_has_ten_unless_asked(jobs: FakeAws):
    assert len(_names(_page(jobs))) == 10
    assert len(_names(_page(jobs, MaxResults=25))) == 25


def test_a_page_of_more_than_a_hundred_is_refused(jobs: FakeAws):
    with pytest.raises(ClientError, match="less than or equal to 100"):
        _page(jobs, MaxResults=101)


def test_tokens_lead_through_all_jobs_once(jobs: FakeAws):
    pages = list(jobs.client("sagemaker").get_paginator("list_training_jobs").paginate(MaxResults=10))
    names = [name for page in pages for name in _names(page)]
    assert (len(pages), len(names), len(set(names))) == (3, 25, 25)
    assert "NextToken" not in pages[-1]


def test_a_token_of_another_request_is_refused(jobs: FakeAws):
    token = _page(jobs, MaxResults=10)["NextToken"]
    with pytest.raises(ClientError, match="another request"):
        _page(jobs, MaxResults=10, NextToken=token, SortOrder="Ascending")


def test_an_invented_token_is_refused(jobs: FakeAws):
    with pytest.raises(ClientError, match="Invalid pagination token"):
        _page(jobs, NextToken="made-up")


def test_the_order_is_as_asked(jobs: FakeAws):
    newest = _names(_page(jobs, SortBy="CreationTime", SortOrder="Descending"))
    oldest = _names(_page(jobs, SortBy="CreationTime", SortOrder="Ascending"))
    by_status = _names(_page(jobs, SortBy="Status", SortOrder="Descending", MaxResults=5))
    assert (newest[0], oldest[0]) == ("job-24", "job-00")
    assert all(int(name[-2:]) % 5 == 0 for name in by_status)


def test_filters_come_after_the_page_is_cut(jobs: FakeAws):
    page = _page(jobs, StatusEquals="Failed", MaxResults=10, SortBy="CreationTime", SortOrder="Descending")
    assert _names(page) == ["job-20", "job-15"]
    assert page["NextToken"]


def test_a_filter_can_leave_an_empty_page_with_a_token(jobs: FakeAws):
    page = _page(jobs, CreationTimeBefore=DAY + timedelta(days=3), SortOrder="Descending", MaxResults=10)
    assert _names(page) == []
    assert page["NextToken"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"NameContains": "JOB-1"}, 10),
        ({"CreationTimeAfter": DAY + timedelta(days=20)}, 4),
        ({"CreationTimeBefore": DAY + timedelta(days=2)}, 2),
        ({"StatusEquals": "Failed"}, 5),
        ({"WarmPoolStatusEquals": "Available"}, 0),
    ],
)
def test_every_filter_filters(jobs: FakeAws, filters: dict, expected: int):
    assert len(_names(_page(jobs, MaxResults=100, **filters))) == expected


def test_summaries_have_the_fields_of_a_summary(jobs: FakeAws):
    assert set(_page(jobs)["TrainingJobSummaries"][0]) == {
        "TrainingJobName",
        "TrainingJobArn",
        "CreationTime",
        "TrainingJobStatus",
        "SecondaryStatus",
    }


def test_a_summary_finds_fields_one_level_down(aws: FakeAws):
    aws.account().seed("InferenceRecommendationsJob", {"JobName": "j", "InputConfig": {"ModelName": "m"}})
    client = aws.client("sagemaker")
    found = client.list_inference_recommendations_jobs(ModelNameEquals="m")["InferenceRecommendationsJobs"]
    other = client.list_inference_recommendations_jobs(ModelNameEquals="n")["InferenceRecommendationsJobs"]
    assert ([job["JobName"] for job in found], other) == (["j"], [])


def test_an_empty_page_can_be_slipped_in(jobs: FakeAws):
    jobs.faults.empty_pages("sagemaker:ListTrainingJobs", First(1))
    pages = list(jobs.client("sagemaker").get_paginator("list_training_jobs").paginate(MaxResults=10))
    assert [len(_names(page)) for page in pages] == [0, 10, 10, 5]


def test_an_operation_that_the_fake_does_not_know_is_an_error(aws: FakeAws):
    with pytest.raises(ClientError, match="does not know"):
        aws.client("sagemaker").get_lineage_group_policy(LineageGroupName="x")


def test_times_arrive_as_times(jobs: FakeAws):
    job = jobs.client("sagemaker").describe_training_job(TrainingJobName="job-03")
    assert job["CreationTime"] == DAY + timedelta(days=3)
    assert job["TrainingJobArn"] == "arn:aws:sagemaker:us-east-1:111122223333:training-job/job-03"
