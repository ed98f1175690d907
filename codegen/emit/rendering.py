"""Prints one template. Templates loop and substitute; an unknown name in one is an error."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )


def render(template: str, **values: object) -> str:
    return _environment().get_template(f"{template}.jinja").render(**values)


def banner(source: str) -> str:
    """First sentence of every generated module."""
    return f"Generated from {source} by `make generate`. DO NOT EDIT."
