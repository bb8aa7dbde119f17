"""Read one HTTP request: which operation of which service, for which account and region, with which parameters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from tests.aws.kinds import SERVICES, service_model
from tests.aws.s3_operations import read_s3_request

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_ACCOUNT = "123456789012"
_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")


@dataclass(frozen=True, slots=True)
class Request:
    """One call; `operation` is written `sagemaker:Search`. Parameters of query protocols are flat texts."""

    operation: str
    params: Mapping[str, object]
    account: str
    region: str
    access_key: str = ""

    @property
    def service(self) -> str:
        return self.operation.partition(":")[0]

    @property
    def name(self) -> str:
        return self.operation.partition(":")[2]


def read_request(environ: dict) -> Request:
    """Read a WSGI request and leave its body to be read again."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = BytesIO(body)
    signed = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    key, region, scope = signed.groups() if signed else ("", "us-east-1", "unsigned")
    service = SERVICES.get(scope, scope)
    target = environ.get("HTTP_X_AMZ_TARGET", "")
    if target:
        name, params = target.rpartition(".")[2], json.loads(body or b"{}")
    elif service == "s3":
        name, params = read_s3_request(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"])
    else:
        params = dict(parse_qsl(body.decode("utf-8", "replace")))
        name = params.pop("Action", environ["REQUEST_METHOD"])
        params.pop("Version", None)
    return Request(f"{service}:{name}", params, account_of(key), region, key)


def account_of(access_key: str) -> str:
    """Give the account of an access key: its last twelve digits, or for keys of an assumed role what moto says."""
    if found := re.search(r"(\d{12})\Z", access_key):
        return found.group(1)
    from moto.iam.models import get_account_id_from  # noqa: PLC0415  # moto takes a second to import

    return get_account_id_from(access_key)


def access_key_of(account: str) -> str:
    """Give the access key that stands for an account."""
    return f"AKIAFAKE{account}"


def protocol_of(service: str) -> str:
    """Say how a service writes its answers: `json`, `query`, `ec2` or `rest-xml`."""
    try:
        return service_model(service).resolved_protocol
    except LookupError:
        return "json"
    except Exception as error:
        if type(error).__name__ == "UnknownServiceError":
            return "query"
        raise
