"""What the compose files promise, held against the code they run."""

import ast
import json
import os
import shutil
import subprocess
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from inspect import signature
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
import yaml

from services.chassis.postgres import CONFIGURATION
from tests.deploy import compose, variables
from tests.deploy.compose import Container

SECRETS = {"POSTGRES_PASSWORD": "a-database-password", "ADMIN_PASSWORD": "an-admin-password"}
# What the entrypoint of the postgres image reads.
POSTGRES_READS = {"POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB", "POSTGRES_INITDB_ARGS", "PGDATA"}
DEMO = compose.containers(compose.DEMO, variables={})
OURS = {name: container for name, container in DEMO.items() if container.is_ours}
ONCE = {
    needed
    for container in DEMO.values()
    for needed, condition in container.needs.items()
    if condition == "service_completed_successfully"
}


def each(containers: dict[str, Container]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("container", containers.values(), ids=containers)


@cache
def document() -> Any:
    return yaml.safe_load(compose.DEMO.read_text())


def keyword(file: str, name: str, *, otherwise: float | None = None) -> float:
    """The number that a source file passes under that name."""
    for node in ast.walk(ast.parse((compose.ROOT / file).read_text())):
        if isinstance(node, ast.keyword) and node.arg == name:
            return float(ast.literal_eval(node.value))
    assert otherwise is not None, f"{file} passes no {name}"
    return otherwise


@each(DEMO)
def test_every_container_has_an_image_of_a_named_version(container: Container) -> None:
    name, _, version = container.definition["image"].partition(":")
    assert version not in ("", "latest")
    assert "/" not in name
    if container.is_ours:
        assert version == tomllib.loads((compose.ROOT / "pyproject.toml").read_text())["project"]["version"]


def test_one_container_builds_the_image_that_no_other_pulls() -> None:
    assert [name for name, container in OURS.items() if "build" in container.definition] == ["prepare"]
    for name, container in OURS.items():
        assert container.definition["pull_policy"] == ("build" if name == "prepare" else "never")


@each(DEMO)
def test_every_container_has_a_health_check_or_runs_once(container: Container) -> None:
    runs_once = container.name in ONCE
    assert (container.health_check is None) == runs_once
    assert container.definition["restart"] == ("no" if runs_once else "unless-stopped")


@each({name: container for name, container in DEMO.items() if container.health_check})
def test_a_health_check_is_impatient_while_a_container_starts_and_bounded_after(container: Container) -> None:
    check = container.definition["healthcheck"]
    durations = {name: compose.seconds(text) for name, text in check.items() if isinstance(text, str)}
    assert durations["start_interval"] < durations["timeout"] < durations["interval"] < durations["start_period"]
    assert check["retries"] >= 2


@each(DEMO)
def test_everything_a_container_waits_for_exists_and_can_come_true(container: Container) -> None:
    for name, condition in container.needs.items():
        assert name in DEMO
        assert condition in ("service_healthy", "service_completed_successfully")
        assert condition != "service_healthy" or DEMO[name].health_check
    TopologicalSorter({name: other.needs for name, other in DEMO.items()}).prepare()


@each(OURS)
def test_every_container_of_ours_runs_a_module_that_reads_all_its_variables(container: Container) -> None:
    [module] = container.command
    assert variables.source(module)
    assert container.environment.keys() <= variables.read_by(module)
    assert all(isinstance(value, str) for value in container.environment.values())


def test_the_database_is_given_variables_of_its_image() -> None:
    assert DEMO["postgres"].environment.keys() <= POSTGRES_READS


def test_every_service_has_a_container_and_the_gateway_knows_where_it_is() -> None:
    services = variables.service_names()
    runs = {container.command[0]: name for name, container in OURS.items()}
    assert services == {module.removeprefix("services.") for module in runs if module != "services.prepare"} - {
        "gateway"
    }
    for service in services:
        name = runs[f"services.{service}"]
        port = DEMO[name].environment["SERVICE_PORT"]
        assert DEMO["gateway"].environment[f"{service.upper()}_URL"] == f"http://{name}:{port}"
        assert DEMO["gateway"].needs[name] == "service_healthy"
        assert DEMO[name].environment["SERVICE_HOST"] == "0.0.0.0"


@each(OURS)
def test_every_address_is_a_container_on_a_network_they_share(container: Container) -> None:
    for value in container.environment.values():
        address = urlsplit(value)
        if address.scheme and address.hostname:
            assert set(container.definition["networks"]) & set(DEMO[address.hostname].definition["networks"])


def test_only_the_gateway_is_published_and_only_to_this_machine() -> None:
    published = {
        name: container.definition["ports"] for name, container in DEMO.items() if "ports" in container.definition
    }
    port = DEMO["gateway"].environment["GATEWAY_PORT"]
    assert published == {"gateway": [f"127.0.0.1:8080:{port}"]}
    elsewhere = compose.containers(compose.DEMO, variables={"GATEWAY_PORT": "9090"})
    assert elsewhere["gateway"].definition["ports"] == [f"127.0.0.1:9090:{port}"]
    assert document()["networks"]["inside"] == {"internal": True}
    assert [name for name, container in DEMO.items() if "inside" not in container.definition["networks"]] == []


@each(DEMO)
def test_a_container_can_do_no_more_than_it_must(container: Container) -> None:
    definition = container.definition
    assert definition["read_only"] is True
    assert definition["cap_drop"] == ["ALL"]
    assert definition["security_opt"] == ["no-new-privileges:true"]
    assert "/tmp" in {mount.partition(":")[0] for mount in definition["tmpfs"]}
    assert definition["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}
    assert not definition.keys() & {"cap_add", "privileged", "network_mode", "pid", "devices"}
    assert container.is_ours or definition["user"] not in ("", "root", "0")


@each(DEMO)
def test_a_container_passes_signals_on_and_gets_the_time_to_drain(container: Container) -> None:
    drains = max(
        keyword("gateway/server.py", "shutdown_timeout"),
        keyword("services/chassis/serving.py", "timeout_graceful_shutdown"),
    )
    assert container.definition["init"] is True
    assert container.stops_within >= 1.5 * drains


def test_a_service_keeps_an_idle_connection_longer_than_the_gateway_does() -> None:
    """Else it closes one just as the gateway sends a request there, and a POST cannot be sent again."""
    uvicorns = signature(uvicorn.Config).parameters["timeout_keep_alive"].default
    gateway = keyword("gateway/topology.py", "keepalive_timeout")
    assert keyword("services/chassis/serving.py", "timeout_keep_alive", otherwise=uvicorns) > gateway


def test_the_database_has_the_settings_of_the_embedded_one() -> None:
    program, *options = DEMO["postgres"].command
    assert program == "postgres"
    assert set(options[::2]) == {"-c"}
    embedded = [line.replace(" ", "").replace("'", "") for line in CONFIGURATION.strip().splitlines()]
    assert sorted(options[1::2]) == sorted(embedded)


def test_whoever_asks_for_no_demo_data_is_obeyed_by_all_that_know_of_it() -> None:
    without = compose.containers(compose.DEMO, variables={"DEMO_DATA": "0"})
    know = {name for name, container in OURS.items() if "DEMO_DATA" in variables.read_by(container.command[0])}
    assert know == {"prepare", "gateway"}
    assert {without[name].environment["DEMO_DATA"] for name in know} == {"0"}


@pytest.mark.parametrize("missing", SECRETS)
def test_production_does_not_start_without_its_passwords(missing: str) -> None:
    given = {name: value for name, value in SECRETS.items() if name != missing}
    with pytest.raises(compose.VariableRequired, match=missing):
        compose.containers(compose.DEMO, compose.PRODUCTION, variables=given)


def test_production_has_no_demo_accounts_and_no_password_of_ours() -> None:
    containers = compose.containers(compose.DEMO, compose.PRODUCTION, variables=SECRETS)
    for container in containers.values():
        assert "trellis-demo" not in str(container.definition)
        if "DEMO_DATA" in DEMO[container.name].environment:
            assert container.environment["DEMO_DATA"] == "0"
    assert containers["prepare"].environment["ADMIN_PASSWORD"] == SECRETS["ADMIN_PASSWORD"]


def _compose_plugin() -> bool:
    return shutil.which("docker") is not None and _docker("compose", "version").returncode == 0


def _docker(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, **SECRETS}
    return subprocess.run(
        ["docker", *arguments], cwd=compose.ROOT, env=environment, capture_output=True, text=True, timeout=30
    )


@pytest.mark.parametrize("files", [(compose.DEMO,), (compose.DEMO, compose.PRODUCTION)], ids=["demo", "production"])
def test_docker_compose_reads_the_files_as_these_tests_do(files: tuple[Path, ...]) -> None:
    if not _compose_plugin():
        pytest.skip("docker compose is not installed")
    answer = _docker("compose", *(f"--file={file}" for file in files), "config", "--format=json")
    assert answer.returncode == 0, answer.stderr
    theirs = json.loads(answer.stdout)["services"]
    ours = compose.containers(*files, variables={**os.environ, **SECRETS})
    for name, container in ours.items():
        assert theirs[name].get("environment", {}) == container.environment
        assert theirs[name]["command"] == container.command
