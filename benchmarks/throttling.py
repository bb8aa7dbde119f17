"""200 Describes against a limit of 10 a second: all answered, in 1.1 x the limit's own time.

The peer is botocore's own default client, asked the same by as many threads.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from scanner.collectors.calls import Calls, Halt
from scanner.collectors.contract import Patience
from scanner.collectors.failures import CallError
from tests.aws.faults import PerSecond
from tests.aws.server import FakeAws

if TYPE_CHECKING:
    from collections.abc import Callable

JOBS, THREADS = 200, 16
RATE, BURST = 10, 10
LIMITS_OWN_TIME = (JOBS - BURST) / RATE
BAR = 1.1
DESCRIBE = "sagemaker:DescribeTrainingJob"


def measure(aws: FakeAws, describe: Callable[[str], object]) -> tuple[int, int, int, float]:
    """Describe every job, and count the lost, the throttled, those throttled after a second, and the seconds."""

    def lost(name: str) -> bool:
        try:
            describe(name)
        except (CallError, ClientError):
            return True
        return False

    aws.calls.reset()
    aws.faults.reset()
    aws.faults.throttle(DESCRIBE, PerSecond(RATE, BURST))
    start = time.monotonic()
    with ThreadPoolExecutor(THREADS) as pool:
        count = sum(pool.map(lost, [f"job-{number}" for number in range(JOBS)]))
    took = time.monotonic() - start
    throttled = [call.at - start for call in aws.calls.of(DESCRIBE) if call.status != HTTPStatus.OK]
    return count, len(throttled), sum(moment > 1 for moment in throttled), took


with FakeAws.start() as aws:
    place = aws.account()
    for number in range(JOBS):
        place.seed("TrainingJob", {"TrainingJobName": f"job-{number}"})
    ours = aws.client("sagemaker", max_pool_connections=THREADS)
    theirs = aws.client("sagemaker", max_pool_connections=THREADS, retries=None)
    calls = Calls(lambda _service: ours, Patience(), Halt())
    ours.list_training_jobs()
    theirs.list_training_jobs()
    runs = {
        "tipstaff": measure(aws, lambda name: calls.call(DESCRIBE, TrainingJobName=name)),
        "botocore's default": measure(aws, lambda name: theirs.describe_training_job(TrainingJobName=name)),
    }
for name, (lost, throttled, late, took) in runs.items():
    print(
        f"{name:18}  {lost:3} of {JOBS} lost  {throttled:3} throttled, {late:3} after the first second"
        f"  {took:4.1f} s, {took / LIMITS_OWN_TIME:.2f} x the limit's own {LIMITS_OWN_TIME:.0f} s"
    )
lost, _, late, took = runs["tipstaff"]
met = not lost and not late and took <= BAR * LIMITS_OWN_TIME
print(f"bar 0 lost, 0 after the first second, {BAR} x: {'met' if met else 'MISSED'}")
