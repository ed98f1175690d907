"""Every service's contract, found by looking: its operations as generated, and its document."""

import importlib
from functools import cache
from pathlib import Path

from services.chassis.documents import load_document
from services.chassis.operations import Operation
from tests.oracle.documents import Document, Interpreter

SERVICES = sorted(
    path.parents[1].name for path in Path(__file__).resolve().parents[2].glob("services/*/generated/document.json")
)


@cache
def document(service: str) -> Document:
    """The document a service is bound to; its patterns are in Python's dialect."""
    return load_document(service)


@cache
def interpreter(service: str) -> Interpreter:
    return Interpreter(document(service))


@cache
def operations(service: str) -> tuple[Operation, ...]:
    found: tuple[Operation, ...] = importlib.import_module(f"services.{service}.generated.operations").OPERATIONS
    return found


def operation(operation_id: str) -> Operation:
    """An operation of whatever service has it."""
    return next(one for service in SERVICES for one in operations(service) if one.operation_id == operation_id)
