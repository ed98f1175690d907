"""The gateway's settings, from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from limits import parse
from limits.errors import ConfigurationError

from gateway.addresses import Network, read_networks
from gateway.counters import counter
from services.chassis.settings import InvalidSetting, choice, data_directory, number


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """See the README for each variable. `environment` goes on to the services."""

    host: str
    port: int
    topology: str
    database_url: str
    data_dir: Path
    demo: bool
    admin_password: str
    rate_limit: str
    sign_in_rate_limit: str
    rate_limit_storage: str
    origins: frozenset[str]
    trusted_proxies: tuple[Network, ...]
    environment: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "GatewaySettings":
        """Raises `InvalidSetting` naming the first variable that cannot be used."""
        return cls(
            host=environment.get("GATEWAY_HOST", "") or "127.0.0.1",
            port=number(environment, "GATEWAY_PORT", 8080, least=0, most=65535),
            topology=choice(environment, "TOPOLOGY", "embedded", ("embedded", "split")),
            database_url=environment.get("DATABASE_URL", ""),
            data_dir=data_directory(environment),
            demo=choice(environment, "DEMO_DATA", "1", ("0", "1")) == "1",
            admin_password=environment.get("ADMIN_PASSWORD", ""),
            rate_limit=_rate(environment, "RATE_LIMIT", "1000/second"),
            sign_in_rate_limit=_rate(environment, "SIGN_IN_RATE_LIMIT", "30/minute"),
            rate_limit_storage=_storage(environment),
            origins=_origins(environment),
            trusted_proxies=_networks(environment, "TRUSTED_PROXIES"),
            environment=environment,
        )


def _rate(environment: Mapping[str, str], name: str, default: str) -> str:
    text = environment.get(name, "") or default
    try:
        parse(text)
    except ValueError as error:
        raise InvalidSetting(f"{name}={text!r}: must be a rate such as 100/second") from error
    return text


def _origins(environment: Mapping[str, str]) -> frozenset[str]:
    origins = frozenset(filter(None, map(str.strip, environment.get("ALLOWED_ORIGINS", "").split(","))))
    for origin in origins:
        if not re.fullmatch(r"https?://[^/,\s]+", origin):
            raise InvalidSetting(f"ALLOWED_ORIGINS={origin!r}: must be origins such as https://app.example")
    return origins


def _networks(environment: Mapping[str, str], name: str) -> tuple[Network, ...]:
    text = environment.get(name, "")
    try:
        return read_networks(text)
    except ValueError as error:
        raise InvalidSetting(f"{name}={text!r}: must be addresses or networks such as 10.0.0.0/8") from error


def _storage(environment: Mapping[str, str]) -> str:
    text = environment.get("RATE_LIMIT_STORAGE", "") or "memory"
    if text == "memory":
        return "memory://"
    if not text.startswith(("redis://", "rediss://", "redis+unix://")):
        raise InvalidSetting(f"RATE_LIMIT_STORAGE={text!r}: must be memory or a redis:// URL")
    try:
        counter(text)
    except (ConfigurationError, ValueError) as error:
        raise InvalidSetting(f"RATE_LIMIT_STORAGE={text!r}: {error}") from error
    return text
