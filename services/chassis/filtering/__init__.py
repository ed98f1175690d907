"""Filters: one syntax tree, read from OData text or bracket parameters, run as SQL or on rows in memory."""

from services.chassis.filtering.ast import And, Comparison, Filter, Not, Or
from services.chassis.filtering.fields import OPERATORS, Field, Filterable, Kind, Operator
from services.chassis.filtering.odata import parse_filter
from services.chassis.filtering.parameters import comparisons
from services.chassis.filtering.predicate import READERS, Predicate, equalities, to_predicate
from services.chassis.filtering.refusals import InvalidFilter
from services.chassis.filtering.sql import to_sql

__all__ = [
    "OPERATORS",
    "READERS",
    "And",
    "Comparison",
    "Field",
    "Filter",
    "Filterable",
    "InvalidFilter",
    "Kind",
    "Not",
    "Operator",
    "Or",
    "Predicate",
    "comparisons",
    "equalities",
    "parse_filter",
    "to_predicate",
    "to_sql",
]
