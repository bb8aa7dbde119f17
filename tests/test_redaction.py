import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner.redaction import _CREDENTIAL, _TELLING_NAME, FREE_MAPS, REDACTED, is_clean, redact
from scanner.resource_types import TRAINING_JOB
from scanner.snapshot import without_secrets
from tests.builders import live

SECRETS = (
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----",
    *(f"{kind}_0123456789abcdefXY" for kind in ("ghp", "gho", "ghs", "ghu", "github_pat", "glpat", "hf", "xoxb", "sk")),
    "sk-0123456789abcdefXY",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.",
    "https://user:pw@host",
    's3://us"er:p\\w@host',
    "amqp://us\x00er:p\x01w@host",
    "https://b/?X-Amz-Signature=0f",
    "https://b/?X-Amz-Security-Token=F/w",
)
GLUE = (
    "",
    " ",
    "\n",
    "\t",
    "\x1f",
    "\x7f",
    '"',
    "\\",
    "/",
    "a",
    "1",
    "_",
    "-",
    ":",
    "@",
    "://",
    "é",
    "\u200d",
    "\u0301",
    "😀",
)
KEYS = ("Environment", "HyperParameters", "StaticHyperParameters", "ContainerEnvironment", "DB_PASSWORD", "HF_TOKEN")
CLEAN_KEYS = ("max_tokens", "tokenizer", "a", 'x"y', "Environment\n", "é")


def plainly(document, *, free_map=False):
    """Redact by looking at every key and every text with `re`."""
    match document:
        case dict():
            return {
                key: REDACTED
                if free_map and isinstance(value, str) and value and _TELLING_NAME.search(key)
                else plainly(value, free_map=key in FREE_MAPS)
                for key, value in document.items()
            }
        case list():
            return [plainly(item, free_map=free_map) for item in document]
        case str():
            return _CREDENTIAL.sub(REDACTED, document)
        case _:
            return document


secretive = st.lists(st.sampled_from((*SECRETS, *GLUE)), max_size=4).map("".join)
texts = secretive | st.sampled_from(("", "s3://bucket/risk-0123456789abcdefXY", "me@x.example", "ml.m5.xlarge"))
values = st.recursive(
    texts | st.sampled_from((None, True, 1, 0.5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS + CLEAN_KEYS), inner, max_size=3),
    max_leaves=8,
)
documents = st.dictionaries(st.sampled_from(KEYS + CLEAN_KEYS), values, max_size=4)
tag_maps = st.dictionaries(st.sampled_from(KEYS + CLEAN_KEYS), texts, max_size=3)


@given(documents, tag_maps)
@example({"A": "\nsk-0123456789abcdefXY"}, {})
@example({"A": "\x1fsk-0123456789abcdefXY"}, {})
@example({"A": {"Environment": {"HF_TOKEN": "x"}}}, {})
@example({"Environment": [{"HF_TOKEN": "x"}]}, {})
@example({"A": "\u200dsk-0123456789abcdefXY"}, {})
@example({"A": "\ud800 AKIAIOSFODNN7EXAMPLE", "B": 2**70}, {})
def test_the_fast_way_takes_out_what_the_plain_way_does(document, tags):
    resource = without_secrets(live(TRAINING_JOB, "j", document, tags=tags))
    assert resource.document == plainly(document) == redact(document)
    assert resource.tags == plainly(tags, free_map=True)


@pytest.mark.parametrize("secret", SECRETS)
def test_every_kind_of_credential_is_spotted_and_cut(secret):
    assert REDACTED in redact(secret)
    assert not is_clean({"A": secret}, {}, orjson.dumps({"A": secret}))
    assert not is_clean({}, {"a": secret}, orjson.dumps({"a": secret}))


@pytest.mark.parametrize(
    "document",
    [
        {"Environment": {"MAX_TOKENS": "1"}, "HyperParameters": {"tokenizer": "bert"}, "Owner": "me@x.example"},
        {"S3Uri": "s3://bucket/risk-model-training-2026", "Image": "1.dkr.ecr.us-east-1.amazonaws.com/a:1@sha256:0"},
        {"SecretArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:x", "Text": '"Environment":{'},
    ],
)
def test_what_holds_no_secret_is_not_walked(document):
    job = live(TRAINING_JOB, "j", document, tags={"team": "a"})
    assert is_clean(document, job.tags, orjson.dumps([document, job.tags]))
    assert without_secrets(job) is job
