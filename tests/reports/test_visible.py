"""Characters that would deceive the reader."""

import pytest

from reports.visible import make_visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\r\nb\tc", "a\\r\\nb\\tc"),
        ("\x9b0m", "\\x9b0m"),
        ("gpj\u202eexe", "gpj\\u202eexe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("caf\udce9", "caf\\udce9"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("👩\u200d💻 ünïcode نموذج", "👩\u200d💻 ünïcode نموذج"),
    ],
)
def test_only_what_cannot_be_seen_is_escaped(text, seen):
    assert make_visible(text) == seen
