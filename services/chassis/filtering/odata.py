"""`filter=`: an OData v4 `$filter` expression as a filter (OData 4.01 part 2, section 5.1.1).

Offered are eq ne gt ge lt le in, and or not, contains startswith endswith, null, parentheses and literals.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from odata_query import ast as odata
from odata_query.exceptions import ArgumentCountException, ParsingException
from odata_query.grammar import ODataParser

from services.chassis.filtering.ast import And, Comparison, Filter, Not, Or
from services.chassis.filtering.checks import checked
from services.chassis.filtering.fields import Field, Filterable, Operator
from services.chassis.filtering.literals import described, literal, name_of
from services.chassis.filtering.refusals import InvalidFilter, shown
from services.chassis.filtering.tokens import Token, read_tokens

COMPARATORS: Mapping[type, Operator] = {
    odata.Eq: Operator.EQ,
    odata.NotEq: Operator.NE,
    odata.Gt: Operator.GT,
    odata.GtE: Operator.GTE,
    odata.Lt: Operator.LT,
    odata.LtE: Operator.LTE,
}
# `5 lt stock` is `stock gt 5`.
FLIPPED: Mapping[Operator, Operator] = {
    Operator.EQ: Operator.EQ,
    Operator.NE: Operator.NE,
    Operator.GT: Operator.LT,
    Operator.GTE: Operator.LTE,
    Operator.LT: Operator.GT,
    Operator.LTE: Operator.GTE,
}
FUNCTIONS: Mapping[str, Operator] = {
    "contains": Operator.CONTAINS,
    "startswith": Operator.STARTS_WITH,
    "endswith": Operator.ENDS_WITH,
}


def parse_filter(text: str, fields: Filterable) -> Filter:
    """The filter that a text means, its values typed and checked. Any text is answered in bounded time.

    Raises `InvalidFilter`, and nothing else, for what is not a filter over these fields, and for one that is longer
    than 2,000 characters, deeper than 8 levels, or has more than 50 comparisons or 100 items in a list.
    """
    tokens = read_tokens(text)
    try:
        tree = ODataParser().parse(iter(tokens))
    except ParsingException as error:
        raise _misplaced(text, error.token) from error
    except ArgumentCountException as error:
        raise _arguments(error.function_name) from error
    return _Reader(fields).filter(tree)


def _misplaced(text: str, token: Token | None) -> InvalidFilter:
    if token is None:
        return InvalidFilter("", f"The filter ends too early, after {shown(text.split()[-1])}.")
    before = text[: token.index].split()[-1:]
    after = f", after {shown(before[0])}" if before else ""
    near = shown(text[token.index :].strip())
    return InvalidFilter("", f"Cannot be read from position {token.index + 1} on{after}: {near}.")


def _arguments(function: str) -> InvalidFilter:
    return InvalidFilter(function, f"{function} takes a field and a text: {function}(name, 'text').")


class _Reader:
    """Turns odata-query's tree into ours. The tree is as deep as the caps on tokens let it be."""

    def __init__(self, fields: Filterable) -> None:
        self._fields = fields

    def filter(self, node: Any) -> Filter:
        match node:
            case odata.BoolOp(odata.And()):
                return And(tuple(self._parts(node, odata.And)))
            case odata.BoolOp(odata.Or()):
                return Or(tuple(self._parts(node, odata.Or)))
            case odata.UnaryOp(odata.Not()):
                return Not(self.filter(node.operand))
            case odata.Compare(odata.In()):
                return self._membership(node)
            case odata.Compare():
                return self._comparison(node)
            case odata.Call():
                return self._function(node)
            case odata.Identifier():
                field = self._field(node)
                raise InvalidFilter(field.name, f"{shown(field.name)} alone is not a condition; compare it, with eq.")
        raise InvalidFilter("", f"A condition is wanted, not {described(node)}.")

    def _parts(self, node: Any, connective: type) -> Iterator[Filter]:
        """The parts of a chain, which the parser gives as pairs of pairs."""
        if isinstance(node, odata.BoolOp) and isinstance(node.op, connective):
            yield from self._parts(node.left, connective)
            yield from self._parts(node.right, connective)
        else:
            yield self.filter(node)

    def _field(self, node: Any) -> Field:
        name = name_of(node)
        field = self._fields.get(name)
        if field is None:
            known = ", ".join(self._fields)
            raise InvalidFilter(name, f"There is no field {shown(name)} to filter by; there are {known}.")
        return field

    def _comparison(self, node: Any) -> Comparison:
        operator = COMPARATORS[type(node.comparator)]
        left, right = node.left, node.right
        if isinstance(left, odata.Identifier):
            field = self._field(left)
            if isinstance(right, odata.Identifier) and name_of(right) in self._fields:
                raise InvalidFilter(
                    field.name, f"A field is compared with a value, not with the field {shown(name_of(right))}."
                )
            return checked(field, operator, literal(field, right))
        if isinstance(right, odata.Identifier):
            field = self._field(right)
            return checked(field, FLIPPED[operator], literal(field, left))
        raise self._fieldless(left, operator.value)

    def _fieldless(self, node: Any, operator: str) -> InvalidFilter:
        # `not` binds closer than a comparison: `not a eq 1` is `(not a) eq 1` (OData 4.01 part 2, section 5.1.1.17).
        if isinstance(node, odata.UnaryOp):
            return InvalidFilter("not", "not takes a condition in parentheses: not (name eq 'value').")
        return InvalidFilter(operator, f"{operator} compares a field with a value, not {described(node)}.")

    def _membership(self, node: Any) -> Comparison:
        if not isinstance(node.left, odata.Identifier):
            raise self._fieldless(node.left, "in")
        field = self._field(node.left)
        items = node.right.val
        return checked(field, Operator.IN, tuple(literal(field, item) for item in items))

    def _function(self, node: Any) -> Comparison:
        name = name_of(node.func)
        match node.args:
            case [odata.Identifier() as of, part] if not isinstance(part, odata.Identifier):
                field = self._field(of)
                return checked(field, FUNCTIONS[name], literal(field, part))
        raise _arguments(name)
