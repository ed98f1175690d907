"""The published documents, as clients are served them."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

PUBLISHED = Path(__file__).resolve().parents[1] / "specs" / "published"


@cache
def published_json(name: str) -> bytes:
    """`specs/published/<name>.yaml` as JSON."""
    return msgspec.json.encode(published(name))


def published(name: str) -> dict[str, Any]:
    """The same as data, read anew each time."""
    text = (PUBLISHED / f"{name}.yaml").read_text()
    document: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return document
