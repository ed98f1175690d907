"""The published documents, as clients are served them."""

from functools import cache
from pathlib import Path

import msgspec
import yaml

PUBLISHED = Path(__file__).resolve().parents[1] / "specs" / "published"


@cache
def published_json(name: str) -> bytes:
    """`specs/published/<name>.yaml` as JSON."""
    text = (PUBLISHED / f"{name}.yaml").read_text()
    return msgspec.json.encode(yaml.load(text, Loader=yaml.CSafeLoader))
