import pytest

from scanner.collectors.pacing import Bucket, Pacer, starting_rate


def drain(bucket):
    """Use up the burst, and give the wait of the first call after it."""
    waits = [bucket.take() for _ in range(40)]
    return next(wait for wait in waits if wait > 0)


def test_a_small_account_does_not_wait():
    bucket = Bucket(2.0)
    assert [bucket.take() for _ in range(20)] == [0.0] * 20


def test_after_the_burst_calls_wait_their_turn():
    bucket = Bucket(2.0)
    waits = [bucket.take() for _ in range(24)][20:]
    assert waits == pytest.approx([0.5, 1.0, 1.5, 2.0], abs=0.05)


def test_throttling_halves_the_rate_and_ends_the_burst():
    bucket = Bucket(2.0)
    bucket.slow_down()
    assert bucket.take() == pytest.approx(1.0, abs=0.05)


def test_the_rate_never_falls_to_nothing():
    bucket = Bucket(8.0)
    for _ in range(100):
        bucket.slow_down()
    assert bucket.take() == pytest.approx(1.0, abs=0.05)


def test_success_raises_the_rate_slowly_and_not_for_ever():
    bucket, fast = Bucket(2.0), Bucket(2.0)
    for _ in range(10):
        bucket.speed_up()
    for _ in range(10_000):
        fast.speed_up()
    assert 0.35 < drain(bucket) < 0.5
    assert drain(fast) == pytest.approx(0.1, abs=0.02)


def test_each_operation_has_a_bucket_of_its_own():
    pacer = Pacer(1.0)
    pacer.bucket("sagemaker:Search").slow_down()
    assert pacer.bucket("sagemaker:Search").take() > 0
    assert pacer.bucket("sagemaker:ListModels").take() == 0


@pytest.mark.parametrize(
    ("operation", "rate"),
    [("sagemaker:ListModels", 2.0), ("sagemaker:Search", 2.0), ("sagemaker:DescribeModel", 8.0), ("ec2:Other", 10.0)],
)
def test_rates_start_where_they_are_safe(operation, rate):
    assert starting_rate(operation) == rate
