"""The generated document of a service."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

EXACT = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal)
SERVICES = Path(__file__).resolve().parents[1]


def load_document(service: str) -> dict[str, Any]:
    """`services/<service>/generated/document.json`: self-contained, patterns in Python's dialect, decimals exact."""
    document: dict[str, Any] = EXACT.decode((SERVICES / service / "generated" / "document.json").read_bytes())
    return document
