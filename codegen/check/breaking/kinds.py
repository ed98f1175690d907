"""Every kind of breaking change, as `explain` tells it; the texts stand in kinds.yaml."""

import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from codegen.findings import WIDTH


@dataclass(frozen=True, slots=True)
class Kind:
    """`notices`: which client, and how. `instead`: the compatible way to the same end."""

    name: str
    notices: str
    instead: str

    def __str__(self) -> str:
        parts = (("Who notices", self.notices), ("Instead", self.instead))
        blocks = [textwrap.fill(f"{title}: {text}", WIDTH, subsequent_indent="  ") for title, text in parts]
        return f"{self.name}\n\n" + "\n\n".join(blocks)


@cache
def kinds() -> dict[str, Kind]:
    """By name, in the order of the file."""
    text = Path(__file__).with_name("kinds.yaml").read_text("utf-8")
    return {name: Kind(name, **parts) for name, parts in yaml.load(text, yaml.CSafeLoader).items()}
