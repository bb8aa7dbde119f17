"""A scan is killed, shares its cache, or finds the disk full: nothing is lost, and nothing is half there."""

import random
import resource
import signal
import subprocess
import time

import pytest

from tests.cli.conftest import TIPSTAFF, Ran
from tests.cli.live import REGION, endpoint, endpoint_config, scan, training_job, verdicts

JOBS = 2000
KILLS = 10


@pytest.fixture
def history(aws):
    """Two thousand runs of ten recurring jobs, and two dozen endpoints with configurations of their own."""
    place = aws.account()
    place.seed_many("TrainingJob", (training_job(number) for number in range(JOBS)), tags={"team": "forecast"})
    place.seed("Model", {"ModelName": "ranker"})
    for number in range(24):
        place.seed("EndpointConfig", endpoint_config(f"c{number}"))
        place.seed("Endpoint", endpoint(f"e{number}", f"c{number}"), tags={"Environment": "production"})
    return aws


def start(live, *more, **options):
    return subprocess.Popen(
        [TIPSTAFF, "scan", *REGION, "-o", "json", *more],
        cwd=live.directory,
        env=live.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def finish(process):
    out, err = process.communicate(timeout=120)
    assert b"Traceback" not in err, err.decode()
    return Ran(process.returncode, out.decode(), err.decode())


def searches(aws):
    return sum(call.params["Resource"] == "TrainingJob" for call in aws.calls.of("sagemaker:Search", status=200))


def wait_for_searches(aws, process, count):
    deadline = time.monotonic() + 60
    while searches(aws) < count and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


_FROM_NOTHING = {}


@pytest.fixture
def from_nothing(live, history):
    """A scan that nothing disturbs, and how many pages of jobs it took; the account is the same for every test."""
    if not _FROM_NOTHING:
        _FROM_NOTHING["ran"] = scan(live)
        _FROM_NOTHING["pages"] = searches(history)
    assert _FROM_NOTHING["pages"] >= JOBS / 100
    assert "failed" in {finding["status"] for finding in _FROM_NOTHING["ran"].result["findings"]}
    history.calls.reset()
    return _FROM_NOTHING


def test_a_scan_that_is_killed_at_any_moment_goes_on_where_it_was(live, history, from_nothing):
    chance = random.Random(8)
    pages = []
    for number in range(KILLS):
        history.faults.delay("*", 0.02)
        history.calls.reset()
        process = start(live, "--cache", f"kept-{number}")
        wait_for_searches(history, process, chance.randrange(from_nothing["pages"]))
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.communicate(timeout=20)
        assert process.returncode == -signal.SIGKILL
        history.faults.reset()
        history.calls.reset()
        resumed = live("scan", *REGION, "-o", "json", "--cache", f"kept-{number}", timeout=120)
        assert verdicts(resumed) == verdicts(from_nothing["ran"]), number
        assert resumed.code == from_nothing["ran"].code
        assert "damaged" not in resumed.err
        pages.append(searches(history))
    assert sum(pages) < KILLS * from_nothing["pages"] * 0.9, pages


def test_two_scans_at_once_on_one_cache_are_both_right(live, history, from_nothing):
    history.faults.delay("sagemaker:Search", 0.02)
    for ran in [finish(process) for process in [start(live, "--cache", "shared") for _ in range(2)]]:
        assert verdicts(ran) == verdicts(from_nothing["ran"])
        assert ran.code == from_nothing["ran"].code
        assert "cannot be used" not in ran.err
        assert "damaged" not in ran.err
    history.calls.reset()
    third = live("scan", *REGION, "-o", "json", "--cache", "shared")
    assert verdicts(third) == verdicts(from_nothing["ran"])
    assert searches(history) <= 2


def full_disk(most):
    """Let no file grow beyond so many bytes, as if the disk were full."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return limit


def run_on_full_disk(live, most, *arguments):
    process = subprocess.Popen(
        [TIPSTAFF, *arguments],
        cwd=live.directory,
        env=live.environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=full_disk(most),  # noqa: PLW1509  # a limit for the child alone; it takes no lock
    )
    return finish(process)


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("command", "file"),
    [
        (("collect", "-o", "account.jsonl.zst"), "account.jsonl.zst"),
        (("scan", "-o", "json=out/report.json"), "out/report.json"),
        (("scan", "-o", "html=out/report.html"), "out/report.html"),
    ],
)
def test_a_full_disk_leaves_no_half_of_a_file(live, command, file):
    ran = run_on_full_disk(live, 1000, *command, *REGION, "--no-cache", "--policy", "training")
    assert ran.code == 2, ran.err
    (line,) = [line for line in ran.err.splitlines() if line.startswith("tipstaff:")]
    assert file in line
    assert "check the disk" in ran.err
    path = live.directory / file
    assert list(path.parent.iterdir()) == []


def test_a_full_disk_costs_the_cache_and_not_the_scan(live, from_nothing):
    ran = run_on_full_disk(live, 60_000, "scan", *REGION, "-o", "json", "--cache", "kept")
    assert verdicts(ran) == verdicts(from_nothing["ran"])
    assert ran.code == from_nothing["ran"].code
    assert ran.err.count("cannot be used") == 1
    again = live("scan", *REGION, "-o", "json", "--cache", "kept")
    assert verdicts(again) == verdicts(from_nothing["ran"])
    assert "damaged" not in again.err
