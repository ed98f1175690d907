"""Settings of the limits that cannot be used are named before anything is served."""

import os
import subprocess
import sys

import pytest

from tests.limits.conftest import free_port


def _start(database_url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "DATABASE_URL": database_url, "GATEWAY_PORT": str(free_port()), **environment}
    command = [sys.executable, "-m", "gateway"]
    return subprocess.run(command, env=known, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RATE_LIMIT_STORAGE", "redis://127.0.0.1:notaport"),
        ("RATE_LIMIT_STORAGE", "file:///etc/passwd"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, proxy.example"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(database_url: str, name: str, value: str) -> None:
    ended = _start(database_url, **{name: value})
    assert ended.returncode != 0
    assert f"{name}={value!r}" in ended.stderr
    assert "Traceback" not in ended.stderr
