from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.collectors.pacing import Bucket, Ceiling, Pacer, Turn, starting_rate
from tests.aws.faults import First, PerSecond, Share
from tests.collectors.virtual import Callers, Clock, ask, ask_all

NEVER = First(0)


@pytest.fixture
def clock():
    return Clock()


def waits(bucket, number):
    return [bucket.take().wait for _ in range(number)]


def refused(answers):
    return [answer.at for answer in answers if not answer.accepted]


def settled(clock, limit=10.0):
    """Give a bucket that has found a limit out, and is idle."""
    bucket = Bucket(8.0, clock=clock)
    ask(clock, bucket, PerSecond(limit, limit, clock), 60)
    clock.now += 10
    return bucket


def spacing(bucket):
    """Give the calls per second of a bucket that has no burst left."""
    first, second = waits(bucket, 3)[1:]
    return 1 / (second - first)


def test_a_small_account_does_not_wait(clock):
    assert waits(Bucket(2.0, clock=clock), 20) == [0.0] * 20


def test_after_the_burst_calls_wait_their_turn(clock):
    assert waits(Bucket(2.0, clock=clock), 24)[20:] == pytest.approx([0.5, 1.0, 1.5, 2.0])


def test_the_burst_comes_back_while_nothing_is_asked(clock):
    bucket = Bucket(2.0, clock=clock)
    waits(bucket, 20)
    clock.now += 3
    assert waits(bucket, 7) == pytest.approx([0.0] * 6 + [0.5])


def test_success_raises_the_rate_slowly_and_not_for_ever(clock):
    bucket = Bucket(2.0, clock=clock)
    waits(bucket, 20)
    for _ in range(10):
        bucket.speed_up(Turn(clock.now, 0.0))
    assert spacing(bucket) == pytest.approx(2.4)
    for _ in range(10_000):
        bucket.speed_up(Turn(clock.now, 0.0))
    assert spacing(bucket) == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("start", "limit", "burst"),
    [
        (8, 10, 10),
        (8, 10, 20),
        (8, 10, 1),
        (8, 8, 8),
        (8, 20, 20),
        (8, 50, 1),
        (25, 50, 50),
        (25, 50, 100),
        (25, 50, 1),
        (2, 2, 2),
        (2, 2, 4),
        (2, 2, 1),
    ],
)
@pytest.mark.parametrize("callers", [Callers(16), Callers(8, seed=1)], ids=["16", "8"])
def test_a_limit_is_found_in_the_first_second_and_then_kept_to(clock, start, limit, burst, callers):
    calls = 20 * max(limit, 5)
    answers = ask(clock, Bucket(start, clock=clock), PerSecond(limit, burst, clock), calls, callers)
    assert len(answers) - len(refused(answers)) == calls
    assert max(refused(answers)) < 1
    assert answers[-1].at <= 1.1 * (calls - burst) / limit


@pytest.mark.parametrize("burst", [10, 20])
@pytest.mark.parametrize("latency", [0.005, 0.06])
@pytest.mark.parametrize("seed", range(4))
def test_callers_that_wake_up_late_keep_to_the_limit(clock, burst, latency, seed):
    callers = Callers(16, latency=latency, lateness=0.01, seed=seed)
    answers = ask(clock, Bucket(8.0, clock=clock), PerSecond(10, burst, clock), 200, callers)
    assert max(refused(answers)) < 1
    assert answers[-1].at <= 1.1 * (200 - burst) / 10


@given(
    st.floats(3, 40), st.floats(1, 30), st.integers(4, 16), st.floats(0.002, 0.08), st.floats(0, 0.01), st.integers(0)
)
@settings(max_examples=60)
def test_any_limit_is_met_soon_without_many_refusals(limit, burst, number, latency, lateness, seed):
    clock = Clock()
    callers = Callers(number, latency=latency, lateness=lateness, seed=seed)
    answers = ask(clock, Bucket(8.0, clock=clock), PerSecond(limit, burst, clock), 120, callers)
    gone = refused(answers)
    assert not gone or sum(moment > gone[0] + 1 for moment in gone) < 12
    assert answers[-1].at < 3 * 120 / min(limit, number / latency)


def test_a_limit_that_is_met_late_costs_a_second_of_refusals(clock):
    answers = ask(clock, Bucket(8.0, clock=clock), PerSecond(20, 40, clock), 1000)
    gone = refused(answers)
    assert gone[0] > 2
    assert gone[-1] < gone[0] + 1
    assert answers[-1].at <= 1.1 * (1000 - 40) / 20


def test_calls_are_evenly_spaced_below_a_limit_that_is_known(clock):
    bucket = settled(clock)
    handed_out = waits(bucket, 50)
    gaps = [later - earlier for earlier, later in pairwise(handed_out)]
    assert gaps == pytest.approx([gaps[0]] * 49)
    assert 0.1 <= gaps[0] < 0.11


def test_turns_that_were_handed_out_stay_and_later_ones_queue_after_them(clock):
    bucket = settled(clock)
    handed_out = [bucket.take() for _ in range(10)]
    bucket.slow_down(handed_out[0])
    later = [bucket.take() for _ in range(2)]
    assert later[0].at > handed_out[-1].at
    assert 0.7 * 9 < 1 / (later[1].at - later[0].at) < 0.7 * 10


def test_what_was_asked_before_a_refusal_lowers_the_limit_only_once(clock):
    bucket = settled(clock)
    for turn in [bucket.take() for _ in range(10)]:
        bucket.slow_down(turn)
    assert 0.7 * 9 < spacing(bucket) < 0.7 * 10


def test_a_limit_that_others_use_too_is_lowered_and_comes_back_after_a_minute(clock):
    bucket = settled(clock)
    fewer = ask(clock, bucket, PerSecond(4, 4, clock), 60)
    assert len(refused(fewer)) < 40
    assert 2.4 < spacing(bucket) < 4
    clock.now += 30
    assert spacing(bucket) < 4
    clock.now += 200
    assert 15 < spacing(bucket) < 41


def test_a_limit_that_is_passed_again_after_a_minute_stays_in_mind(clock):
    bucket = settled(clock)
    limiter = PerSecond(10, 10, clock)
    answers = ask(clock, bucket, limiter, 3000)
    assert 0 < len(refused(answers)) < 3000 / 50
    assert answers[-1].at < 1.15 * 300


def test_the_rate_never_falls_to_nothing(clock):
    bucket = settled(clock)
    for _ in range(100):
        turn = bucket.take()
        clock.now = turn.at
        bucket.slow_down(turn)
    assert spacing(bucket) == pytest.approx(1.0)


def test_chance_refusals_of_half_of_all_calls_do_not_hold_a_fast_pace_up(clock):
    answers = ask(clock, Bucket(20_000.0, clock=clock), Share(0.5), 500, Callers(jitter=0.0))
    assert answers[-1].at < 2


def test_each_operation_has_a_bucket_of_its_own(clock):
    pacer = Pacer(1.0, clock=clock)
    search = pacer.bucket("sagemaker:Search")
    search.slow_down(search.take())
    search.take()
    assert pacer.bucket("sagemaker:Search").take().wait > 0
    assert pacer.bucket("sagemaker:ListModels").take().wait == 0


@pytest.mark.parametrize(
    ("operation", "rate"),
    [("sagemaker:ListModels", 2.0), ("sagemaker:Search", 2.0), ("sagemaker:DescribeModel", 8.0), ("ec2:Other", 10.0)],
)
def test_rates_start_where_they_are_safe(operation, rate):
    assert starting_rate(operation) == rate


@given(
    st.floats(0.5, 40),
    st.lists(st.tuples(st.sampled_from([2.0, 8.0, 10.0]), st.integers(1, 60)), min_size=1, max_size=6),
    st.floats(0.1, 20),
)
@settings(max_examples=60)
def test_no_window_has_more_calls_of_a_scan_than_its_ceiling(most, operations, window):
    clock = Clock()
    ceiling = Ceiling(most, clock)
    work = [(Bucket(rate, ceiling, clock), calls) for rate, calls in operations]
    moments = sorted(answer.at for answer in ask_all(clock, work, lambda _bucket: NEVER, Callers(4)))
    assert len(moments) == sum(calls for _, calls in operations)
    for index, start in enumerate(moments):
        inside = sum(moment < start + window for moment in moments[index:])
        assert inside <= window * most + 1 + 1e-6


def test_a_ceiling_holds_while_a_service_throttles_and_is_made_use_of(clock):
    ceiling = Ceiling(6.0, clock)
    work = [(Bucket(8.0, ceiling, clock), 60), (Bucket(2.0, ceiling, clock), 60)]
    limits = {work[0][0]: PerSecond(3, 3, clock), work[1][0]: NEVER}
    answers = ask_all(clock, work, limits.__getitem__, Callers(4))
    moments = [answer.at for answer in answers]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) >= 1 / 6 - 1e-9
    assert moments[-1] < 1.5 * 120 / 6


def test_calls_that_a_ceiling_holds_up_do_not_come_in_a_bunch_afterwards(clock):
    ceiling = Ceiling(100.0, clock)
    bucket = Bucket(8.0, ceiling, clock)
    waits(bucket, 32)
    for _ in range(100):
        ceiling.reserve(clock.now)
    held_up = waits(bucket, 5)
    assert min(later - earlier for earlier, later in pairwise(held_up)) >= 1 / 8 - 1e-9


def test_a_ceiling_forgets_what_is_past(clock):
    ceiling = Ceiling(10.0, clock)
    for number in range(10_000):
        assert ceiling.reserve(clock.now) - clock.now < 0.2, number
        clock.now += 0.1
    assert len(ceiling._taken) < 100
