"""Clients of 13 services in one region: at most 0.5 s of CPU, and 10 ms for each in the next region.

The peer is botocore's own loader and parsers in the same run. Each figure is of a process of its own, because what is
loaded once is not loaded again.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from botocore.session import Session

from scanner.collectors.contract import Patience, Target
from scanner.collectors.families import called_operations
from scanner.collectors.session import Clients, open_session

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICES = (
    "sagemaker",
    "ec2",
    "iam",
    "s3",
    "logs",
    "ecr",
    "cloudwatch",
    "resourcegroupstaggingapi",
    "application-autoscaling",
    "service-quotas",
    "sts",
    "budgets",
    "ce",
)
MORE = {"iam:GetRole", "logs:DescribeLogGroups", "ecr:DescribeImages", "service-quotas:ListServiceQuotas"} | {
    "budgets:DescribeBudgets",
    "ce:GetCostAndUsage",
}
RUNS = 3
_NOWHERE = {
    "AWS_ACCESS_KEY_ID": "not-a-key",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


def clients_of(name: str) -> Callable[[str, str], object]:
    """Give what makes a client of a service in a region."""
    if name == "botocore":
        return Session().create_client
    session = open_session(Target(), called_operations() | MORE)
    return Clients(session, None, Patience()).client


def measure(name: str) -> None:
    """Print the CPU of two regions in milliseconds, and how much memory they took in MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    client = clients_of(name)
    taken = []
    for region in ("us-east-1", "eu-west-1"):
        started = time.process_time()
        for service in SERVICES:
            client(service, region)
        taken.append(1000 * (time.process_time() - started))
    print(*taken, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def best(name: str) -> list[float]:
    """Give the least of several processes' figures."""
    command = [sys.executable, "-m", "benchmarks.clients", name]
    runs = [subprocess.run(command, check=True, capture_output=True, env=os.environ | _NOWHERE) for _ in range(RUNS)]
    return [min(figures) for figures in zip(*(map(float, run.stdout.split()) for run in runs), strict=True)]


if len(sys.argv) > 1 and sys.argv[1] in {"tipstaff", "botocore"}:
    measure(sys.argv[1])
else:
    for name, bar in (("tipstaff", "   (bar 500 ms, 10 ms)"), ("peer  botocore", "")):
        first, second, memory = best(name.split()[-1])
        each = second / len(SERVICES)
        what = f"{len(SERVICES)} clients {first:.0f} ms, each in a second region {each:.1f} ms"
        print(f"{name}  {what}{bar}  {memory:.0f} MB")
