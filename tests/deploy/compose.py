"""The compose files, as these tests read them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "docker-compose.yml"
PRODUCTION = ROOT / "deploy" / "production.yml"

# $$, ${NAME}, ${NAME:-default}, ${NAME:?message}: what our files use of the Compose Specification's interpolation.
VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<text>[^}]*))?\})")
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}


class VariableRequired(Exception):
    """A variable of the form `${NAME:?message}` has no value."""


@dataclass(frozen=True)
class Container:
    """One entry below `services`, with its variables filled in."""

    name: str
    definition: Mapping[str, Any]

    @property
    def command(self) -> list[str]:
        command: list[str] = self.definition["command"]
        return command

    @property
    def environment(self) -> dict[str, str]:
        return dict(self.definition.get("environment", {}))

    @property
    def needs(self) -> dict[str, str]:
        """The condition each other container must meet before this one starts."""
        return {name: need["condition"] for name, need in self.definition.get("depends_on", {}).items()}

    @property
    def health_check(self) -> list[str] | None:
        """The program that says whether it is healthy, and its arguments."""
        if "healthcheck" not in self.definition:
            return None
        test: list[str] = self.definition["healthcheck"]["test"]
        assert test[0] == "CMD", f"{self.name}: a shell is one more thing that may be missing in an image"
        return test[1:]

    @property
    def stops_within(self) -> float:
        """How long it has between SIGTERM and SIGKILL."""
        return seconds(self.definition["stop_grace_period"])

    @property
    def is_ours(self) -> bool:
        """Whether it runs the image that the Dockerfile makes."""
        return str(self.definition["image"]).startswith("trellis:")


def seconds(duration: str) -> float:
    """`500ms`, `20s` or `1m` as a number."""
    found = re.fullmatch(r"(\d+)(ms|s|m)", duration)
    assert found, duration
    return int(found[1]) * UNITS[found[2]]


def containers(*files: Path, variables: Mapping[str, str]) -> dict[str, Container]:
    """The containers by name; a later file is laid over the earlier ones. Raises `VariableRequired`."""
    document: Any = {}
    for file in files:
        document = _laid_over(document, yaml.safe_load(file.read_text()))
    filled = _filled(document["services"], variables)
    return {name: Container(name, definition) for name, definition in filled.items()}


def _laid_over(under: Any, over: Any) -> Any:
    if not isinstance(under, dict) or not isinstance(over, dict):
        return over
    return under | {key: _laid_over(under.get(key), value) for key, value in over.items()}


def _filled(node: Any, variables: Mapping[str, str]) -> Any:
    match node:
        case dict():
            return {key: _filled(value, variables) for key, value in node.items()}
        case list():
            return [_filled(value, variables) for value in node]
        case str():
            return VARIABLE.sub(lambda found: _value(found, variables), node)
        case _:
            return node


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    if found["dollar"]:
        return "$"
    value = variables.get(found["name"], "")
    if not value and found["kind"] == "?":
        raise VariableRequired(found["name"])
    return value or (found["text"] or "" if found["kind"] == "-" else "")
