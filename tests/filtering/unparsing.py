"""Filters written as OData, in the many ways in which a client may write the same."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import assert_never

from services.chassis.filtering import And, Comparison, Filter, Not, Operator, Or

WORDS: Mapping[Operator, str] = {
    Operator.EQ: "eq",
    Operator.NE: "ne",
    Operator.GT: "gt",
    Operator.GTE: "ge",
    Operator.LT: "lt",
    Operator.LTE: "le",
}
FLIPPED = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
FUNCTIONS: Mapping[Operator, str] = {
    Operator.CONTAINS: "contains",
    Operator.STARTS_WITH: "startswith",
    Operator.ENDS_WITH: "endswith",
}


def written(filter: Filter, choose: Random) -> str:
    """OData for a filter without NIN and BETWEEN. `choose` decides wherever there is more than one way."""
    match filter:
        case Comparison():
            text = _comparison(filter, choose)
            return f"({text})" if choose.random() < 0.1 else text
        case And():
            # An And within an And would be one chain, so whatever is an Or or a Not's inside gets parentheses.
            return f"{_space(choose)}and ".join(_part(part, choose, Or) for part in filter.parts)
        case Or():
            # `and` binds closer than `or`: the parentheses are a matter of taste.
            return " or ".join(_part(part, choose, And if choose.random() < 0.5 else Or) for part in filter.parts)
        case Not():
            gap = choose.choice(("", " ", "  "))
            return f"not{gap}({written(filter.part, choose)})"
        case _:
            assert_never(filter)


def _part(part: Filter, choose: Random, bracketed: type) -> str:
    text = written(part, choose)
    return f"({_space(choose, '')}{text})" if isinstance(part, bracketed) else text


def _space(choose: Random, least: str = " ") -> str:
    return choose.choice((least, least, " ", "  ", "\t"))


def _comparison(comparison: Comparison, choose: Random) -> str:
    name, operator, value = comparison.field.name, comparison.operator, comparison.value
    if isinstance(value, tuple):
        separator = choose.choice((",", ", ", " , "))
        return f"{name} in{choose.choice(('', ' '))}({separator.join(map(literal, value))})"
    if operator in FUNCTIONS:
        return f"{FUNCTIONS[operator]}({name},{_space(choose, '')}{literal(value)})"
    word = WORDS[operator]
    if choose.random() < 0.2:
        return f"{literal(value)} {FLIPPED[word]} {name}"
    return f"{name}{_space(choose)}{word.upper() if choose.random() < 0.1 else word} {literal(value)}"


def literal(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return "'" + value.replace("'", "''") + "'"
        case datetime():
            return value.isoformat()
        case _:
            return str(value)
