"""Settings from the environment, read once at the edge."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class InvalidSetting(Exception):
    """An environment variable has a value that cannot be used."""


def number(environment: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    """An integer variable within bounds. Raises `InvalidSetting` naming it."""
    text = environment.get(name, "") or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise InvalidSetting(f"{name}={text!r}: must be a whole number from {least} to {most}")
    return int(text)


def choice(environment: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words. Raises `InvalidSetting` naming the variable."""
    text = environment.get(name, "") or default
    if text not in allowed:
        raise InvalidSetting(f"{name}={text!r}: must be one of {', '.join(allowed)}")
    return text


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What one service process needs. `url_of` gives the base URL of another service in the split topology."""

    database_url: str
    host: str
    port: int
    pool_size: int
    environment: Mapping[str, str]

    @classmethod
    def read(cls, environment: Mapping[str, str], *, default_port: int) -> "ServiceSettings":
        return cls(
            database_url=environment.get("DATABASE_URL", ""),
            host=environment.get("SERVICE_HOST", "") or "127.0.0.1",
            port=number(environment, "SERVICE_PORT", default_port, least=1, most=65535),
            pool_size=number(environment, "POOL_SIZE", 10, least=1, most=200),
            environment=environment,
        )

    def url_of(self, service: str) -> str:
        name = f"{service.upper()}_URL"
        url = self.environment.get(name, "")
        if not url.startswith(("http://", "https://")):
            raise InvalidSetting(f"{name}={url!r}: must be the base URL of the {service} service")
        return url.rstrip("/")


def data_directory(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("DATA_DIR", "") or ".data").resolve()


def process_environment() -> Mapping[str, str]:
    """The environment of this process; the only place that reads it."""
    return dict(os.environ)
