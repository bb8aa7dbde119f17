import orjson
import pytest
from botocore import xform_name
from botocore.parsers import JSONParser, ResponseParserError, ResponseParserFactory
from botocore.session import Session
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.collectors import FAMILIES
from scanner.collectors.families import called_operations
from scanner.collectors.parsing import AnswerParsers
from scanner.collectors.service_models import ServiceModels
from scanner.collectors.timestamps import write_timestamp
from scanner.collectors.unread import Unread
from tests.collectors.answers import body, output_of, service_model

READING = ("Describe", "List", "Search", "Get", "BatchGet")
SERVICES = ("application-autoscaling", "budgets", "ce", "ecr", "logs", "sagemaker", "service-quotas")
OF_SERVICES = {
    f"{service}:{name}"
    for service in SERVICES
    for name in service_model(service).operation_names
    if name.startswith(READING)
}
CALLED = {
    operation
    for family in FAMILIES
    for operation in (*family.operations, *family.fallbacks)
    if service_model(operation.partition(":")[0]).resolved_protocol == "json"
}
STREAMED = {"logs:GetLogObject"}
PARSERS = {operation.partition(":")[0]: AnswerParsers().create_parser("json") for operation in OF_SERVICES | CALLED}
BOTOCORE = JSONParser(timestamp_parser=write_timestamp)
MODELS = ServiceModels(called_operations())
REQUIRED = {
    "Resource": "TrainingJob",
    "ServiceNamespace": "sagemaker",
    "EndpointName": "e",
    "EndpointConfigName": "c",
    "JobName": "load-test",
}
PAGE = {"Models": [{"ModelName": "m", "CreationTime": 1763607600.5}]}
LISTED = {"Models": [{"ModelName": "m", "CreationTime": "2025-11-20T03:00:00.500Z"}]}


def parse(parser, raw, shape, status=200):
    return parser.parse({"body": raw, "headers": {"x-amzn-requestid": "r"}, "status_code": status}, shape)


def with_results(answer):
    """Read what is left unread."""
    if isinstance(results := answer.get("Results"), Unread):
        answer["Results"] = [results.read(place) for place in range(len(results.elements))]
    return answer


def models(raw):
    """Read the bytes as the answer to ListModels."""
    answer = parse(PARSERS["sagemaker"], raw, output_of("sagemaker", "ListModels"))
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


@pytest.mark.parametrize("operation", sorted((OF_SERVICES | CALLED) - STREAMED))
@settings(max_examples=3, database=None)
@given(random=st.randoms(use_true_random=True))
def test_every_answer_is_read_as_botocore_reads_it(random, operation):
    service, _, name = operation.partition(":")
    shape = output_of(service, name)
    raw = body(random, shape)
    expected = parse(BOTOCORE, raw, shape)
    read = with_results(parse(PARSERS[service], raw, shape))
    assert read == ({"Results": []} if name == "Search" else {}) | expected


def _askable():
    """Operations that can be asked of what the fixture has."""
    for operation in sorted(CALLED):
        service, _, name = operation.partition(":")
        shape = MODELS.load_service_model(service, "service-2")["operations"][name].get("input", {}).get("shape")
        required = MODELS.load_service_model(service, "service-2")["shapes"].get(shape, {}).get("required", [])
        if set(required) <= REQUIRED.keys():
            yield operation


@pytest.mark.parametrize("operation", list(_askable()))
def test_what_comes_over_http_is_what_botocore_makes_of_it_in_every_protocol(populated, operation):
    service, _, name = operation.partition(":")
    answers = [_call(populated.url, parsers, service, name) for parsers in (AnswerParsers(), ResponseParserFactory())]
    for answer in answers:
        answer.pop("ResponseMetadata")
    with_results(answers[0])
    assert answers[0] == answers[1] != {}


def _call(url, parsers, service, name):
    parsers.set_parser_defaults(timestamp_parser=write_timestamp)
    session = Session()
    session.register_component("data_loader", MODELS)
    session.register_component("response_parser_factory", parsers)
    client = session.create_client(service, region_name="us-east-1", endpoint_url=url)
    required = client.meta.service_model.operation_model(name).input_shape.required_members
    return getattr(client, xform_name(name))(**{member: REQUIRED[member] for member in required})


def test_fields_that_botocore_does_not_know_are_facts_too():
    new = {"Fresh": [None, {"At": 1763607600}], "Models": [PAGE["Models"][0] | {"Fresh": {"Deep": [1]}}]}
    assert models(orjson.dumps(new)) == {
        "Fresh": [None, {"At": 1763607600}],
        "Models": [LISTED["Models"][0] | {"Fresh": {"Deep": [1]}}],
    }


def test_a_null_is_a_field_that_is_absent_wherever_it_stands():
    nulls = {"NextToken": None, "Fresh": None, "Models": [PAGE["Models"][0] | {"ModelArn": None}, None]}
    assert models(orjson.dumps(nulls)) == {"Models": [*LISTED["Models"], None]}


def test_half_of_a_surrogate_pair_does_not_cost_the_page():
    raw = orjson.dumps(PAGE).replace(b'"m"', b'"m\\ud83d"')
    assert models(raw) == {"Models": [LISTED["Models"][0] | {"ModelName": "m?"}]}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html><body>Sign in to the network</body></html>",
        orjson.dumps(PAGE)[:-5],
        orjson.dumps(PAGE).replace(b"1763607600.5", b"NaN"),
        orjson.dumps(PAGE).replace(b"1763607600.5", b"1e400"),
        orjson.dumps(PAGE).replace(b"1763607600.5", b"1e300"),
        orjson.dumps(PAGE).replace(b"1763607600.5", b'"yesterday"'),
        orjson.dumps(PAGE).replace(b"1763607600.5", b"{}"),
        b"null",
        b"[]",
        b'"text"',
        b'{"Models": "none"}',
        b'{"Models": {"ModelName": "m"}}',
        b'{"Models": ["m"]}',
        b'{"Models": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_a_body_that_is_no_answer_is_an_error(raw):
    with pytest.raises(ResponseParserError):
        models(raw)


def test_a_body_that_is_not_utf_8_is_an_error():
    with pytest.raises(UnicodeDecodeError):
        models(b'{"Models": "\xff"}')


@pytest.mark.parametrize(
    ("raw", "code", "message"),
    [
        (b'{"__type": "com.amazonaws#AccessDeniedException", "Message": "no"}', "AccessDeniedException", "no"),
        (b'{"__type": 7, "message": null}', "400", ""),
        (b'["AccessDeniedException"]', "400", ""),
        (b"<html></html>", "400", "<html></html>"),
        (b"", "400", ""),
    ],
)
def test_an_error_is_read_as_botocore_does_whatever_its_body_is(raw, code, message):
    answer = parse(PARSERS["sagemaker"], raw, output_of("sagemaker", "ListModels"), status=400)
    assert (answer["Error"]["Code"], answer["Error"]["Message"]) == (code, message)
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
