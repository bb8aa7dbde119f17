"""Open a session with botocore's own credential chain, and make the clients that the collectors share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from botocore.config import Config
from botocore.session import Session
from botocore.utils import is_valid_endpoint_url

from scanner import __version__
from scanner.collectors.calls import CREDENTIALS_HINT, credentials_checked
from scanner.collectors.credentials import assume, assuming, role_of, sts_region
from scanner.collectors.service_models import service_models
from scanner.errors import ConfigError, CredentialsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scanner.collectors.contract import Patience, Target

ALL_REGIONS: Final = "all"
_ANY_REGION: Final = "us-east-1"
_CONNECTIONS = 32


class Clients:
    """The clients of one session, each made once; making one takes long and is not safe beside another."""

    def __init__(self, session: Session, endpoint_url: str | None, patience: Patience) -> None:
        self._session = session
        self.endpoint_url = endpoint_url
        self._config = Config(
            connect_timeout=patience.connect,
            read_timeout=patience.read,
            retries={"total_max_attempts": 1, "mode": "standard"},  # calls.py tries again itself
            max_pool_connections=_CONNECTIONS,
            user_agent_extra=f"tipstaff/{__version__}",
        )
        self._made: dict[tuple[str, str], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, region: str) -> object:
        """Give the client of a service in a region."""
        with self._lock:
            if (service, region) not in self._made:
                parsers = self._session.get_component("data_loader").parsers(service)
                self._session.register_component("response_parser_factory", parsers)
                self._made[service, region] = self._session.create_client(
                    service,
                    region_name=region,
                    endpoint_url=self.endpoint_url,
                    config=self._config,
                )
            return self._made[service, region]

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            for client in self._made.values():
                client.close()


def open_session(target: Target, operations: frozenset[str]) -> Session:
    """Find credentials, and assume the role that the target names.

    Raises CredentialsError when there are none or they may not, ConfigError for a target that cannot be right.
    """
    if target.endpoint_url is not None and not is_valid_endpoint_url(target.endpoint_url):
        raise ConfigError(f"{target.endpoint_url!r} is not an address", "an endpoint looks like http://127.0.0.1:5000")
    role = role_of(target)
    with credentials_checked():
        own = _session(target, operations)
        credentials = own.get_credentials()
        if credentials is None:
            raise CredentialsError("there are no AWS credentials", CREDENTIALS_HINT)
        credentials.get_frozen_credentials()
        if role is None:
            return own
        session = _session(target, operations)
        assumed = assume(own, role, sts_region(own, role, target), target.endpoint_url)
        session.register_component("credential_provider", assumed)
        with assuming(role):
            assumed.credentials.get_frozen_credentials()
    return session


def _session(target: Target, operations: frozenset[str]) -> Session:
    session = Session(profile=target.profile)
    session.set_config_variable(
        "sts_regional_endpoints", "regional"
    )  # what the global one gives is not taken everywhere
    session.register_component("data_loader", service_models(operations, session.get_config_variable("data_path")))
    return session


def regions_of(session: Session, target: Target, enabled: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Name the regions to look at; for `all`, those that `enabled` gives when asked in one. Raises ConfigError."""
    region = session.get_config_variable("region")
    if ALL_REGIONS not in target.regions:
        if not target.regions and not region:
            raise ConfigError("no AWS region is chosen", "pass --region, or set AWS_DEFAULT_REGION")
        return tuple(dict.fromkeys(target.regions)) or (str(region),)
    named = [name for name in target.regions if name != ALL_REGIONS]
    home = next(iter(named), str(region) if region else _ANY_REGION)
    partition = session.get_partition_for_region(home)
    without = {*session.get_available_regions("ec2", partition)} - {
        *session.get_available_regions("sagemaker", partition)
    }
    return tuple(sorted({*enabled(home), *named} - without))
