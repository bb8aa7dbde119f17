from dataclasses import fields

import pytest

from scanner.config import Settings, load_settings
from scanner.errors import ConfigError


def write(tmp_path, text, name="tipstaff.toml"):
    (tmp_path / name).write_text(text)
    return tmp_path


def test_without_a_file_the_defaults_hold(tmp_path):
    assert load_settings(tmp_path) == Settings()


def test_tipstaff_toml_is_read(tmp_path):
    settings = load_settings(write(tmp_path, 'fail_on = "low"\n[params.TRN001]\nmin_runtime_seconds = 60\n'))
    assert settings.fail_on == "low"
    assert settings.params == {"TRN001": {"min_runtime_seconds": 60}}


def test_pyproject_is_read_when_there_is_no_tipstaff_toml(tmp_path):
    assert load_settings(write(tmp_path, '[tool.tipstaff]\nregions = ["eu-west-1"]\n', "pyproject.toml")).regions == [
        "eu-west-1"
    ]


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('fail_om = "low"', "unknown key 'fail_om'", "did you mean fail_on?"),
        ("[environment]\nproductions = []", "unknown key 'environment.productions'", "did you mean production?"),
        ('fail_on = "severe"', "fail_on", "docs/configuration.md"),
        ("fail_on =", "not valid TOML", "docs/configuration.md"),
    ],
)
def test_a_mistake_is_named_with_what_to_do(tmp_path, text, message, hint):
    with pytest.raises(ConfigError) as caught:
        load_settings(write(tmp_path, text))
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_named_file_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="no configuration file"):
        load_settings(tmp_path, tmp_path / "other.toml")


LIMITS = ("file_timeout", "family_timeout", "checkov_timeout", "max_calls_per_second", "max_metric_cost")


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e18", "-1", "-0.001"])
@pytest.mark.parametrize("name", LIMITS)
def test_a_number_that_is_no_limit_is_refused_in_a_file_and_as_a_flag(tmp_path, name, value):
    given = load_settings(write(tmp_path, f"{name} = {value}\n"))
    for settings, flags in ((given, {}), (Settings(), {name: float(value)})):
        with pytest.raises(ConfigError, match=f"{name} cannot be") as caught:
            settings.under(flags)
        assert "from 0 to" in caught.value.hint


@pytest.mark.parametrize("value", [0.0, 0.001, 86_400.0])
@pytest.mark.parametrize("name", LIMITS)
def test_a_number_that_is_a_limit_is_taken(name, value):
    assert getattr(Settings().under({name: value}), name) == value


def test_every_number_has_bounds():
    assert {item.name for item in fields(Settings) if item.type == "float"} == set(LIMITS)
