"""The generated document of a service."""

from pathlib import Path
from typing import Any

import msgspec

SERVICES = Path(__file__).resolve().parents[1]


def load_document(service: str) -> dict[str, Any]:
    """`services/<service>/generated/document.json`: self-contained, patterns in Python's dialect."""
    return msgspec.json.decode((SERVICES / service / "generated" / "document.json").read_bytes(), type=dict[str, Any])
