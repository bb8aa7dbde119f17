import datetime as dt
import ipaddress
import json
import subprocess
import sys
import urllib.request

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scanner.engines.opa_answers import OpaAddress
from scanner.engines.rego_embedded import EmbeddedRego
from scanner.engines.rego_opa import OpaServer
from scanner.errors import EngineError, PolicyError
from scanner.model import PolicyCrash, Verdict
from tests.engines.conftest import free_port, running_opa
from tests.engines.fake_opa import FakeOpa, serving
from tests.engines.rego_policies import COUNT, DATA, LIBRARIES, RAISING, SIZE, VARIANT, policy, subject

VIOLATION = 'violation contains {"path": "resource", "message": "m"} if '
NAMES = policy(
    "names",
    'violation contains {"path": "resource", "message": item.Name} if {\n\tsome item in input.resource.Items\n}\n',
)
NEGATIONS = policy(
    "negations",
    "\n".join(
        f'violation contains {{"path": "resource", "message": "{name}"}} if {test}'
        for name, test in {
            "comparison": "not input.resource.N >= 2",
            "call": 'not startswith(input.resource.S, "a")',
            "own function": "not helper(input.resource.N)",
            "membership": 'not input.resource.S in {"a"}',
            "lookup": "not params[input.resource.S]",
        }.items()
    )
    + "\n\nhelper(x) if x > 1\n",
)
THIRDS = policy(
    "thirds",
    'violation contains {"path": "resource", "message": "m", "evidence": {"part": input.resource.N / 3}} if true',
)
UNDEFINED = policy("undefined", "violation := {1} if input.resource.N == 1")
ALL = [SIZE, COUNT, RAISING, NAMES, NEGATIONS, THIRDS, UNDEFINED]
SUBJECTS = [
    subject(InstanceType="ml.m5.24xlarge", Text="2"),
    subject(InstanceType="ml.m5.large", Text="two", tags={"purpose": "test"}),
    subject(VARIANT, InstanceType="ml.x.large"),
    subject(),
    subject(Groups=[{"Count": 1}, {"Count": 0}, {}]),
    subject(Items=[{"Name": "b"}, {}, {"Name": "ä\"'\n"}]),
    subject(N=2, S="abc"),
    subject(N=1, S="a"),
    subject(N=10, S=None, Text=None),
    ("AWS::SageMaker::Model", {"resource": {}}),
]


def opa(url, policies=(SIZE,), **options):
    return OpaServer(policies, LIBRARIES, DATA, OpaAddress(url, **options))


def judge(url, policies, subjects, **options):
    with opa(url, policies, **options) as engine:
        return list(engine.judge(subjects))


def crashed(answers):
    return [{name for name, item in answer.items() if isinstance(item, PolicyCrash)} for answer in answers]


def stored(url, kind):
    with urllib.request.urlopen(f"{url}/v1/{kind}") as response:
        return json.load(response)["result"]


def test_both_engines_give_the_same_verdicts(opa_server):
    with EmbeddedRego(ALL, LIBRARIES, DATA) as engine:
        embedded = list(engine.judge(SUBJECTS))
    remote = judge(opa_server, ALL, SUBJECTS)
    assert crashed(remote) == crashed(embedded)
    assert {name for names in crashed(remote) for name in names} == {"acme-raising", "acme-negations", "acme-undefined"}
    for mine, theirs in zip(embedded, remote, strict=True):
        verdicts = {name: item for name, item in mine.items() if isinstance(item, Verdict)}
        assert verdicts == {name: item for name, item in theirs.items() if isinstance(item, Verdict)}
    assert sum(len(item.violations) for answer in remote for item in answer.values() if isinstance(item, Verdict)) > 20


def test_many_subjects_come_back_in_order(opa_server):
    subjects = [subject(Items=[{"Name": str(number)}]) for number in range(100)]
    answers = judge(opa_server, [NAMES], subjects)
    assert [answer["acme-names"].violations[0].message for answer in answers] == [str(number) for number in range(100)]


def test_only_a_window_of_subjects_is_read_ahead(opa_server):
    read = []

    def reading():
        for number in range(100):
            read.append(number)
            yield subject()

    with opa(opa_server) as engine:
        answers = engine.judge(reading())
        next(answers)
        assert len(read) == 16
        answers.close()


def test_an_error_of_a_rule_names_the_file_and_what_opa_said(opa_server):
    error = judge(opa_server, [RAISING], [subject(Text="x")])[0]["acme-raising"].error
    assert error.startswith("policies/acme/raising.rego:8:")
    assert "to_number" in error


def test_nothing_is_left_on_the_server(opa_server):
    with opa(opa_server):
        assert len(stored(opa_server, "policies")) == 3
        assert set(stored(opa_server, "data")["params"]) == {"acme"}
    assert stored(opa_server, "policies") == []
    assert stored(opa_server, "data") == {}


def test_nothing_is_left_on_the_server_after_a_policy_that_it_refuses(opa_server):
    with (
        pytest.raises(PolicyError, match=r"policies/acme/broken.rego:8:\d+: .*nope"),
        opa(opa_server, [SIZE, policy("broken", f"{VIOLATION}nope == 1")]),
    ):
        pass
    assert stored(opa_server, "policies") == []
    assert stored(opa_server, "data") == {}


def test_what_a_killed_scan_left_is_replaced(start_opa):
    with start_opa() as url:
        killed = opa(url, [COUNT])
        killed.__enter__()
        assert list(judge(url, [SIZE], [subject(InstanceType="ml.m5.24xlarge")])[0]) == ["acme-size"]
        killed.__exit__(None, None, None)


def test_data_of_somebody_else_is_not_overwritten(start_opa, tmp_path):
    (tmp_path / "data.json").write_text('{"reference": {"ours": 1}}')
    with start_opa(files=[str(tmp_path / "data.json")]) as url:
        with pytest.raises(EngineError, match=r"already has data.reference"), opa(url):
            pass
        assert stored(url, "data")["reference"] == {"ours": 1}


def test_libraries_are_uploaded_in_whatever_order_they_need_each_other(opa_server):
    libraries = {
        "policies/lib/a.rego": "package tipstaff.lib.a\n\nx(y) := data.tipstaff.lib.b.x(y)\n",
        "policies/lib/b.rego": "package tipstaff.lib.b\n\nx(y) := y + 1\n",
        **LIBRARIES,
    }
    asking = policy("asking", f"{VIOLATION}data.tipstaff.lib.a.x(input.resource.N) == 2")
    with OpaServer([asking], libraries, DATA, OpaAddress(opa_server)) as engine:
        assert len(next(engine.judge([subject(N=1)]))["acme-asking"].violations) == 1


def test_the_name_of_the_engine_has_the_servers_version(opa_server):
    with opa(opa_server) as engine:
        assert engine.name == "opa 1.22.2"


def test_a_server_that_is_too_old_is_refused():
    fake = FakeOpa(version="1.10.1")
    with serving(fake) as url:
        with pytest.raises(EngineError, match=r"has version 1\.10\.1") as caught, opa(url):
            pass
        assert "update the server" in caught.value.hint
        assert not [path for method, path in fake.requests if method == "PUT" and "/data/" in path]


def test_a_server_that_is_down_is_named_with_what_to_do():
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(EngineError, match="cannot be reached") as caught, opa(url):
        pass
    assert url in caught.value.message
    assert "opa run --server" in caught.value.hint


def test_a_server_that_goes_down_during_a_scan_ends_it(start_opa):
    with start_opa() as url:
        engine = opa(url)
        engine.__enter__()
        answers = engine.judge(subject() for _ in range(100))
        next(answers)
    with pytest.raises(EngineError, match="cannot be reached"):
        list(answers)
    engine.__exit__(None, None, None)


def test_a_slow_server_is_given_up():
    with serving(FakeOpa(delay=5.0, answer={})) as url, pytest.raises(EngineError, match=r"within 0.5 seconds"):
        judge(url, [SIZE], [subject()], timeout=0.5)


@pytest.mark.parametrize(
    ("answer", "words"),
    [({"code": "internal_error", "message": "disk full"}, "disk full"), (b"<html>", "does not answer like an OPA")],
    ids=["OPA's own error", "a proxy's page"],
)
def test_a_server_that_fails_at_everything_ends_the_scan(answer, words):
    with serving(FakeOpa(status=500, answer=answer)) as url, pytest.raises(EngineError, match=words):
        judge(url, [SIZE, COUNT], [subject()])


def test_an_error_inside_every_rule_is_a_crash_of_every_policy():
    broken = {"code": "internal_error", "message": "m", "errors": [{"code": "eval_builtin_error", "message": "bad"}]}
    with serving(FakeOpa(status=500, answer=broken)) as url:
        assert judge(url, [SIZE, COUNT], [subject()]) == [
            {"acme-size": PolicyCrash("bad"), "acme-count": PolicyCrash("bad")}
        ]


def test_an_answer_without_a_result_is_never_no_violations():
    with serving(FakeOpa(answer={})) as url:
        assert judge(url, [SIZE], [subject()]) == [{"acme-size": PolicyCrash("the policy gave no answer")}]


@pytest.mark.parametrize("url", ["127.0.0.1:8181", "ftp://127.0.0.1", "http://", "http://a:b", "http://a/v1"])
def test_what_is_no_url_is_refused(url):
    with pytest.raises(EngineError, match="is not the URL of an OPA server"):
        opa(url)


@pytest.fixture
def guarded_opa(start_opa, tmp_path):
    rules = tmp_path / "authz.rego"
    rules.write_text(
        'package system.authz\n\nimport rego.v1\n\ndefault allow := false\n\nallow if input.identity == "secret"\n'
    )
    with start_opa("--authentication=token", "--authorization=basic", files=[str(rules)]) as url:
        yield url


def test_a_token_opens_a_guarded_server_even_beside_a_netrc_file(guarded_opa, tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\ndefault login a password b\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    assert isinstance(judge(guarded_opa, [SIZE], [subject()], token="secret")[0]["acme-size"], Verdict)


@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_guarded_server_asks_for_a_token(guarded_opa, token):
    with pytest.raises(EngineError, match="refuses access") as caught, opa(guarded_opa, token=token):
        pass
    assert "TIPSTAFF_OPA_TOKEN" in caught.value.hint


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Sign a certificate for 127.0.0.1 with its own key; give the files of both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tipstaff tests")])
    now = dt.datetime.now(dt.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(pem)
    return folder


@pytest.fixture(scope="module")
def encrypted_opa(certificate):
    files = ("--tls-cert-file", str(certificate / "cert.pem"), "--tls-private-key-file", str(certificate / "key.pem"))
    with running_opa(*files, scheme="https") as url:
        yield url


def test_a_certificate_is_checked(encrypted_opa):
    with pytest.raises(EngineError, match="cannot be reached") as caught, opa(encrypted_opa):
        pass
    assert "certificate authority" in caught.value.hint


def test_a_certificate_authority_of_your_own_is_trusted(encrypted_opa, certificate):
    answers = judge(encrypted_opa, [SIZE], [subject()], ca_file=str(certificate / "cert.pem"))
    assert isinstance(answers[0]["acme-size"], Verdict)


def test_checking_the_certificate_can_be_switched_off(encrypted_opa):
    assert isinstance(judge(encrypted_opa, [SIZE], [subject()], verify=False)[0]["acme-size"], Verdict)


def test_a_certificate_authority_that_cannot_be_read_is_named(encrypted_opa, tmp_path):
    with (
        pytest.raises(EngineError, match=r"nothing\.pem cannot be read"),
        opa(encrypted_opa, ca_file=str(tmp_path / "nothing.pem")),
    ):
        pass


def test_without_the_extra_the_engine_says_what_to_install():
    script = (
        "import sys\nsys.modules['opa_client'] = None\n"
        "from scanner.engines.opa_answers import OpaAddress\nfrom scanner.engines.rego_opa import OpaServer\n"
        "try:\n    OpaServer([], {}, {}, OpaAddress('http://127.0.0.1:1'))\n"
        "except Exception as error:\n    print(type(error).__name__, error.hint)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "EngineError install tipstaff[opa]\n"
