"""Edits of contracts that clients notice."""

from tests.evolution.edits.operations import OPERATIONS
from tests.evolution.edits.schemas import SCHEMAS

BREAKING = {**OPERATIONS, **SCHEMAS}
