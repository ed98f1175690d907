"""What `x-filterable` becomes: parameters, attributes, and a table of what each of them compares."""

from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from services.chassis.filtering import OPERATORS, Operator, parse_filter
from services.orders.generated import filters as order_filters
from services.orders.generated import operations as order_operations
from services.orders.generated.models import ListOrderItemsQuery, ListOrdersQuery, OrderStatus
from services.users.generated import filters as user_filters
from services.users.generated import operations as user_operations
from tests.codegen.test_published import VERSIONS, Document, followed, published

LISTINGS = [
    (operation, vars(tables)[f"{name}_FIELDS"], vars(tables)[f"{name}_PARAMETERS"])
    for operations, tables in ((order_operations, order_filters), (user_operations, user_filters))
    for name, operation in vars(operations).items()
    if f"{name}_FIELDS" in vars(tables)
]
NAMES = [operation.name for operation, _, _ in LISTINGS]


def parameters(version: str, path: str) -> dict[str, Document]:
    """By name, references followed."""
    document = published(version)
    written = document["paths"][path]["get"]["parameters"]
    return {parameter["name"]: parameter for parameter in (followed(document, node) for node in written)}


@pytest.mark.parametrize(("operation", "fields", "table"), LISTINGS, ids=NAMES)
def test_the_table_speaks_of_attributes_fields_and_operators_that_exist(
    operation: Any, fields: Any, table: Any
) -> None:
    wire = dict(zip(operation.query.type.__struct_fields__, operation.query.type.__struct_encode_fields__, strict=True))
    assert {field for _, field, _ in table} == set(fields)
    assert len({attribute for attribute, _, _ in table}) == len(table)
    for attribute, field, operator in table:
        assert wire[attribute] == (field if operator is Operator.EQ else f"{field}[{operator}]")
        assert operator in OPERATORS[fields[field].kind]
    assert all(name == field.name for name, field in fields.items())


@pytest.mark.parametrize(("operation", "fields", "table"), LISTINGS, ids=NAMES)
def test_the_example_of_an_expression_is_an_expression(operation: Any, fields: Any, table: Any) -> None:
    for version in VERSIONS:
        example = parameters(version, operation.path)["filter"]["example"]
        assert parse_filter(example, fields)


def test_each_kind_has_its_operators() -> None:
    operators: dict[str, set[str]] = {}
    for _, field, operator in order_filters.LIST_PRODUCTS_PARAMETERS:
        operators.setdefault(field, set()).add(operator.value)
    quantity = {"eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "between"}
    assert operators["name"] == {"eq", "ne", "in", "nin", "contains", "starts_with", "ends_with"}
    assert operators["category_id"] == {"eq", "ne", "in", "nin"}
    assert operators["price"] == operators["inventory"] == operators["created_at"] == quantity


def test_fields_know_their_choices_and_whether_they_may_be_null() -> None:
    fields = user_filters.LIST_USERS_FIELDS
    assert fields["role"].choices == ("admin", "user", "guest")
    assert fields["first_name"].nullable and not fields["email"].nullable


def test_a_parameter_is_read_as_what_the_property_is() -> None:
    read = msgspec.convert(
        {
            "status[in]": ["pending", "shipped"],
            "total[between]": ["1.50", "20"],
            "created_at[gte]": "2026-01-01T00:00:00Z",
        },
        ListOrdersQuery,
        strict=False,
    )
    assert read.status_in == [OrderStatus.PENDING, OrderStatus.SHIPPED]
    assert [str(value) for value in read.total_between or ()] == ["1.50", "20"]
    assert read.created_at_gte is not UNSET and read.created_at_gte.year == 2026
    assert read.status is UNSET


@pytest.mark.parametrize(
    "parameters",
    [
        {"status": "lost"},
        {"status[in]": ["pending", "lost"]},
        {"id[in]": []},
        {"id[in]": ["7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"] * 51},
        {"total[between]": ["1"]},
        {"total[between]": ["1", "2", "3"]},
        {"total[lt]": "10000000000"},
        {"total[in]": ["1", "-10000000000"]},
        {"total": "NaN"},
        {"currency": "x" * 256},
        {"currency[in]": ["a,b"]},
        {"currency[contains]": "a\0"},
        {"created_at[lte]": "2026-01-01"},
        {"total[contains]": "1"},
        {"shipping_address": "1 Main Street"},
        {"filter": ""},
        {"filter": "x" * 2001},
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_refused(parameters: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(parameters, ListOrdersQuery, strict=False)


def test_integers_are_compared_within_32_bits() -> None:
    assert msgspec.convert({"quantity[gt]": "2147483647"}, ListOrderItemsQuery, strict=False)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"quantity[gt]": "2147483648"}, ListOrderItemsQuery, strict=False)


def test_a_path_parameter_does_not_hide_a_field_of_the_same_name() -> None:
    assert ("id", "id", Operator.EQ) in order_filters.LIST_USER_ORDERS_PARAMETERS


def test_a_declared_parameter_keeps_its_own_meaning() -> None:
    assert "created_after" in parameters("v2", "/users")
    assert "created_after" not in [attribute for attribute, _, _ in user_filters.LIST_USERS_PARAMETERS]


def test_published_lists_are_comma_separated() -> None:
    parameter = parameters("v3", "/orders")["total[between]"]
    assert (parameter["style"], parameter["explode"]) == ("form", False)
    assert (parameter["schema"]["minItems"], parameter["schema"]["maxItems"]) == (2, 2)
    assert parameter["description"] == "`total` lies between these two, or is one of them."


def test_listings_of_one_schema_share_their_parameters() -> None:
    document = published("v2")
    paths = ("/orders", "/users/{id}/orders")
    first, second = ({str(p) for p in document["paths"][path]["get"]["parameters"] if "$ref" in p} for path in paths)
    assert second < first
    assert "{'$ref': '#/components/parameters/Order.total.gte'}" in second
