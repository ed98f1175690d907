"""Bracket parameters: what msgspec has decoded becomes one filter, or is refused by name."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec
import pytest

from services.chassis.filtering import And, Comparison, Field, InvalidFilter, Kind, Operator, comparisons
from tests.filtering.specimens import FIELDS


class Status(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"


STATUS, STOCK, PRICE, CODE, CREATED = (FIELDS[name] for name in ("status", "stock", "price", "code", "created_at"))
EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def test_no_parameters_are_no_filter() -> None:
    assert comparisons([]) is None


def test_one_parameter_is_a_comparison() -> None:
    assert comparisons([(CODE, Operator.CONTAINS, "%")]) == Comparison(CODE, Operator.CONTAINS, "%")


def test_several_parameters_must_all_hold() -> None:
    filter = comparisons([(STATUS, Operator.EQ, Status.ACTIVE), (STOCK, Operator.GTE, 5)])
    assert filter == And((Comparison(STATUS, Operator.EQ, "active"), Comparison(STOCK, Operator.GTE, 5)))


def test_members_of_an_enum_become_their_text() -> None:
    filter = comparisons([(STATUS, Operator.IN, [Status.ACTIVE, Status.INACTIVE])])
    assert isinstance(filter, Comparison)
    assert filter.value == ("active", "inactive")
    assert {type(item) for item in filter.value} == {str}


def test_lists_become_tuples() -> None:
    filter = comparisons([(CREATED, Operator.BETWEEN, [EARLY, LATE])])
    assert filter == Comparison(CREATED, Operator.BETWEEN, (EARLY, LATE))


def test_values_are_taken_as_msgspec_decodes_query_text() -> None:
    values: dict[Kind, object] = {
        Kind.UUID: msgspec.convert("018f3c5a-0000-7000-8000-00000000000a", UUID, strict=False),
        Kind.DECIMAL: msgspec.convert("0.10", Decimal, strict=False),
        Kind.TIMESTAMP: msgspec.convert("2026-01-01T00:00:00Z", datetime, strict=False),
        Kind.BOOLEAN: msgspec.convert("true", bool, strict=False),
    }
    for kind, value in values.items():
        field = Field("x", kind)
        assert comparisons([(field, Operator.EQ, value)]) == Comparison(field, Operator.EQ, value)


def test_a_whole_number_is_exact_against_a_decimal_field() -> None:
    filter = comparisons([(PRICE, Operator.EQ, 5)])
    assert isinstance(filter, Comparison)
    assert type(filter.value) is Decimal


@pytest.mark.parametrize(
    ("name", "operator", "value", "offender"),
    [
        ("stock", Operator.BETWEEN, [1], "between"),
        ("stock", Operator.BETWEEN, [1, 2, 3], "between"),
        ("stock", Operator.BETWEEN, [], "between"),
        ("stock", Operator.IN, [], "in"),
        ("stock", Operator.NIN, [], "nin"),
        ("stock", Operator.IN, [0] * 101, "101"),
        ("stock", Operator.IN, [1, None], "null"),
        ("stock", Operator.EQ, 2**63, "9223372036854775808"),
        ("stock", Operator.EQ, -(2**63) - 1, "-9223372036854775809"),
        ("stock", Operator.CONTAINS, 1, "contains"),
        ("stock", Operator.GT, None, "null"),
        ("code", Operator.EQ, None, "null"),
        ("code", Operator.EQ, "a\0b", "\\x00"),
        ("code", Operator.EQ, "\ud800", "\\ud800"),
        ("code", Operator.BETWEEN, ["a", "b"], "between"),
        ("status", Operator.EQ, "unheard-of", "unheard-of"),
        ("status", Operator.GT, "active", "gt"),
        ("price", Operator.EQ, Decimal("NaN"), "NaN"),
        ("price", Operator.LT, Decimal("Infinity"), "Infinity"),
        ("price", Operator.LT, Decimal("1e101"), "1E+101"),
        ("created_at", Operator.LT, datetime(2026, 1, 1), "2026-01-01T00:00:00"),
        ("all_day", Operator.GT, True, "gt"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_name(name: str, operator: Operator, value: object, offender: str) -> None:
    with pytest.raises(InvalidFilter) as refused:
        comparisons([(STATUS, Operator.EQ, "active"), (FIELDS[name], operator, value)])
    assert refused.value.field == name
    assert offender in refused.value.message
    refused.value.message.encode()


@pytest.mark.parametrize(
    ("name", "operator", "value"),
    [
        ("stock", Operator.EQ, "1"),
        ("stock", Operator.EQ, True),
        ("stock", Operator.IN, 1),
        ("price", Operator.EQ, 0.1),
        ("owner", Operator.EQ, "018f3c5a-0000-7000-8000-00000000000a"),
        ("code", Operator.IN, "ab"),
        ("all_day", Operator.EQ, 1),
    ],
)
def test_a_value_of_the_wrong_type_is_a_defect_of_the_caller(name: str, operator: Operator, value: object) -> None:
    with pytest.raises(TypeError, match=name):
        comparisons([(FIELDS[name], operator, value)])
