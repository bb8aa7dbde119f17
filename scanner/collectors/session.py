"""Open a session with botocore's own credential chain, and make the clients that the collectors share."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.session import Session
from botocore.utils import is_valid_endpoint_url

from scanner import __version__
from scanner.collectors.calls import CREDENTIALS_HINT, credentials_checked
from scanner.collectors.timestamps import write_timestamp
from scanner.errors import ConfigError, CredentialsError

if TYPE_CHECKING:
    from scanner.collectors.contract import Patience, Target

_CONNECTIONS = 32


class Clients:
    """The clients of one session, each made once; making one takes long and is not safe beside another."""

    def __init__(self, session: Session, endpoint_url: str | None, patience: Patience) -> None:
        self._session = session
        self._endpoint_url = endpoint_url
        self._config = Config(
            connect_timeout=patience.connect,
            read_timeout=patience.read,
            retries={"total_max_attempts": 1, "mode": "standard"},  # calls.py tries again itself
            max_pool_connections=_CONNECTIONS,
            user_agent_extra=f"tipstaff/{__version__}",
        )
        self._made: dict[tuple[str, str], object] = {}
        self._lock = threading.Lock()

    def client(self, service: str, region: str) -> object:
        """Give the client of a service in a region."""
        with self._lock:
            if (service, region) not in self._made:
                self._made[service, region] = self._session.create_client(
                    service,
                    region_name=region,
                    endpoint_url=self._endpoint_url,
                    config=self._config,
                )
            return self._made[service, region]


def open_session(target: Target) -> Session:
    """Find credentials. Raises CredentialsError when there are none, ConfigError for an endpoint that is no address."""
    if target.endpoint_url is not None and not is_valid_endpoint_url(target.endpoint_url):
        raise ConfigError(f"{target.endpoint_url!r} is not an address", "an endpoint looks like http://127.0.0.1:5000")
    with credentials_checked():
        session = Session(profile=target.profile)
        parsers = session.get_component("response_parser_factory")
        parsers.set_parser_defaults(timestamp_parser=write_timestamp)
        credentials = session.get_credentials()
        if credentials is None:
            raise CredentialsError("there are no AWS credentials", CREDENTIALS_HINT)
        credentials.get_frozen_credentials()
    return session


def regions_of(session: Session, target: Target) -> tuple[str, ...]:
    """Name the regions to look at. Raises ConfigError when there is none."""
    region = session.get_config_variable("region")
    if not target.regions and not region:
        raise ConfigError("no AWS region is chosen", "pass --region, or set AWS_DEFAULT_REGION")
    return tuple(dict.fromkeys(target.regions)) or (str(region),)
