"""What a query costs: how many objects it may bring, edges and pages counted too."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError, get_argument_values
from graphql.execution.values import VariableValues

from gateway.graphql.connections import DEFAULT_PAGE
from gateway.graphql.fields import Property
from gateway.graphql.limits import TooMuch
from gateway.graphql.plan import FieldPlan, Items, Object, OneOf, Selection, Shape

COST = 10_000
# A list whose length nobody can know before, such as the items of an order.
ORDINARY_LIST = 5


def check_cost(plan: Selection, variables: VariableValues) -> int:
    """The cost of an operation. Raises `TooMuch` past the limit."""
    total = _selection(plan, variables, ORDINARY_LIST)
    if total > COST:
        raise TooMuch("QUERY_TOO_COSTLY", f"The query may bring {total} objects; {COST} are allowed.")
    return total


def _selection(plan: Selection, variables: VariableValues, length: int) -> int:
    return sum(_field(field, variables, length) for field in plan.fields)


def _field(field: FieldPlan, variables: VariableValues, length: int) -> int:
    # How long a connection's lists are is said where the connection is asked for.
    if not isinstance(field.binding, Property):
        length = _length(field, variables)
    return _shape(field.shape, variables, length)


def _shape(shape: Shape, variables: VariableValues, length: int) -> int:
    match shape:
        case Items(item):
            return length * _shape(item, variables, length)
        case Object(selection):
            return 1 + _selection(selection, variables, length)
        case OneOf(_, selections):
            return 1 + max(_selection(selection, variables, length) for selection in selections.values())
    return 0


def _length(field: FieldPlan, variables: VariableValues) -> int:
    """Of the lists beneath a field: what its arguments say, never less than one."""
    if field.arguments is None or not field.arguments.definition.args.keys() & {"pagination", "ids"}:
        return ORDINARY_LIST
    values: Mapping[str, Any] = field.arguments.constant or {}
    if field.arguments.varies:
        try:
            values = get_argument_values(field.arguments.definition, field.arguments.node, variables)
        except GraphQLError:
            # The field will tell; nothing is fetched for it.
            return 1
    if "ids" in field.arguments.definition.args:
        return max(1, len(values.get("ids") or ()))
    pagination = values.get("pagination") or {}
    sizes = [size for size in (pagination.get("first"), pagination.get("last")) if size is not None]
    return max(1, *sizes) if sizes else DEFAULT_PAGE
