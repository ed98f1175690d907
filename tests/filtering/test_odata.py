"""What a `$filter` text means."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from services.chassis.filtering import And, Comparison, Field, Filter, Kind, Not, Operator, Or, parse_filter
from tests.filtering.specimens import FIELDS, NOON, UUIDS

A, B, C = (Comparison(FIELDS["code"], Operator.EQ, letter) for letter in "abc")
NAMES = """
    nullable null_count trueness falsehood anything all_day notes not_before info in_stock android and_more ordinal
    equal negated gender letter date time duration now _id contains address modified deadbeef e1 T00 Z
"""
ONE, TWO, THREE = "code eq 'a'", "code eq 'b'", "code eq 'c'"


@pytest.mark.parametrize(
    ("text", "filter"),
    [
        (f"{ONE} and {TWO} and {THREE}", And((A, B, C))),
        (f"{ONE} and ({TWO} and {THREE})", And((A, B, C))),
        (f"{ONE} or {TWO} and {THREE}", Or((A, And((B, C))))),
        (f"({ONE} or {TWO}) and {THREE}", And((Or((A, B)), C))),
        (f"not ({ONE}) and {TWO}", And((Not(A), B))),
        (f"not ({ONE} and {TWO})", Not(And((A, B)))),
        (f"not not ({ONE})", Not(Not(A))),
        (f"NOT({ONE}) OR {TWO}", Or((Not(A), B))),
        (f"  ((  {ONE} ) )\t", A),
        (f"not contains(code, 'a') or {TWO}", Or((Not(Comparison(FIELDS["code"], Operator.CONTAINS, "a")), B))),
        ("not code in ('a')", Not(Comparison(FIELDS["code"], Operator.IN, ("a",)))),
    ],
)
def test_conditions_bind_as_odata_says(text: str, filter: Filter) -> None:
    assert parse_filter(text, FIELDS) == filter


@pytest.mark.parametrize(
    ("text", "name", "operator", "value"),
    [
        ("code eq ''", "code", Operator.EQ, ""),
        ("code eq ''''", "code", Operator.EQ, "'"),
        ("code eq 'O''Brien'", "code", Operator.EQ, "O'Brien"),
        ("code eq 'a and b or (c'", "code", Operator.EQ, "a and b or (c"),
        ("code eq '%27'", "code", Operator.EQ, "%27"),
        ("code eq 'a\nb'", "code", Operator.EQ, "a\nb"),
        ("label ne NULL", "label", Operator.NE, None),
        ("null eq label", "label", Operator.EQ, None),
        ("status in('active')", "status", Operator.IN, ("active",)),
        ("status in ( 'active' , 'inactive' )", "status", Operator.IN, ("active", "inactive")),
        ("stock in ((1), 2)", "stock", Operator.IN, (1, 2)),
        ("stock eq +5", "stock", Operator.EQ, 5),
        ("stock eq 007", "stock", Operator.EQ, 7),
        ("-5 lt stock", "stock", Operator.GT, -5),
        ("5 ge stock", "stock", Operator.LTE, 5),
        ("stock eq -9223372036854775808", "stock", Operator.EQ, -(2**63)),
        ("price eq 0.1", "price", Operator.EQ, Decimal("0.1")),
        ("price eq 9007199254740993.1", "price", Operator.EQ, Decimal("9007199254740993.1")),
        ("price gt 12", "price", Operator.GT, Decimal(12)),
        ("price gt 1.5E3", "price", Operator.GT, Decimal(1500)),
        (f"owner eq {str(UUIDS[2]).upper()}", "owner", Operator.EQ, UUIDS[2]),
        ("all_day eq TRUE", "all_day", Operator.EQ, True),
        ("all_day eq false", "all_day", Operator.EQ, False),
        ("created_at lt 2026-03-29T12:00:00.999999Z", "created_at", Operator.LT, NOON),
        ("created_at lt 2026-03-29t14:00:00.999999+02:00", "created_at", Operator.LT, NOON),
        ("created_at lt 2026-03-29T12:00Z", "created_at", Operator.LT, datetime(2026, 3, 29, 12, tzinfo=UTC)),
        # A finer moment is rounded to the microseconds that PostgreSQL keeps.
        ("created_at lt 2026-03-29T12:00:00.9999994Z", "created_at", Operator.LT, NOON),
        ("created_at lt 2026-03-29T12:00:00.999998500000Z", "created_at", Operator.LT, NOON),
    ],
)
def test_literals_become_exact_values(text: str, name: str, operator: Operator, value: object) -> None:
    filter = parse_filter(text, FIELDS)
    assert filter == Comparison(FIELDS[name], operator, value)
    assert isinstance(filter, Comparison)
    assert type(filter.value) is type(value)


@pytest.mark.parametrize("name", NAMES.split())
def test_a_field_may_be_named_like_the_beginning_of_a_word(name: str) -> None:
    field = Field(name, Kind.INTEGER)
    equal = Comparison(field, Operator.EQ, 1)
    for text in (f"{name} eq 1", f"1 eq {name}", f"({name} eq 1)"):
        assert parse_filter(text, {name: field}) == equal
    assert parse_filter(f"not ({name} eq 1) or {name} in (1)", {name: field}) == Or(
        (Not(equal), Comparison(field, Operator.IN, (1,)))
    )
