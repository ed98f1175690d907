"""The SQL of a filter: a closed text, values bound, every text a plain text."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.filtering import OPERATORS, Comparison, Filter, Kind, Operator, comparisons, parse_filter, to_sql
from tests.filtering.conftest import Selection, Sql
from tests.filtering.specimens import FIELDS, ROWS, TEXTS, UUIDS
from tests.filtering.strategies import characters, filters

Select = Callable[[Filter], Selection]

LISTS = {Operator.IN, Operator.NIN}
ATTACKS = (
    "'; DROP TABLE filtering.rows; --",
    "' OR '1'='1",
    "\\'; DROP TABLE filtering.rows; --",
    "%(f0)s",
    "%(password_hash)s",
    "%s%s%s%n",
    "{column}",
    "{value.__class__}",
    "$1",
    "$$; SELECT pg_sleep(5); $$",
    "a' UNION SELECT version() --",
)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("operator", [Operator.EQ, Operator.NE, Operator.GT, Operator.CONTAINS, Operator.ENDS_WITH])
def test_an_attack_is_only_a_text(
    table: Sql, selected_by_sql: Select, selected_by_predicate: Select, attack: str, operator: Operator
) -> None:
    filter = Comparison(FIELDS["code"], operator, attack)
    assert to_sql(filter) == (to_sql(Comparison(FIELDS["code"], operator, "harmless"))[0], {"f0": attack})
    assert selected_by_sql(filter) == selected_by_predicate(filter)
    assert table("SELECT count(*) FROM filtering.rows") == [(len(ROWS),)]


@given(
    one=st.text(characters), other=st.text(characters), operator=st.sampled_from(sorted(OPERATORS[Kind.TEXT] - LISTS))
)
def test_the_statement_is_the_same_whatever_the_text(one: str, other: str, operator: Operator) -> None:
    assert (
        to_sql(Comparison(FIELDS["code"], operator, one))[0] == to_sql(Comparison(FIELDS["code"], operator, other))[0]
    )


@given(filter=filters())
def test_parameters_are_named_by_prefix_and_can_be_a_key(filter: Filter) -> None:
    condition, parameters = to_sql(filter, "where_")
    hash(tuple(parameters.items()))
    assert list(parameters) == [f"where_{n}" for n in range(len(parameters))]
    # Each % of the statement is a parameter's: psycopg2 has nothing to stumble over.
    assert condition.count("%") == len(re.findall(r"%\(where_\d+\)s", condition))


def test_two_filters_with_two_prefixes_fit_into_one_statement(table: Sql) -> None:
    first, values = to_sql(parse_filter("code eq 'a' or code eq 'b'", FIELDS), "a")
    second, more = to_sql(parse_filter("code eq 'b' or code eq '%'", FIELDS), "b")
    rows = table(f"SELECT code FROM filtering.rows WHERE {first} AND {second}", **values, **more)
    assert rows == [("b",)]


@pytest.mark.parametrize("text", TEXTS)
def test_percent_underscore_and_backslash_match_themselves_only(selected_by_sql: Select, text: str) -> None:
    for operator, holds in (
        (Operator.CONTAINS, str.__contains__),
        (Operator.STARTS_WITH, str.startswith),
        (Operator.ENDS_WITH, str.endswith),
        (Operator.EQ, str.__eq__),
    ):
        expected = [row["n"] for row in ROWS if holds(str(row["code"]), text)]
        assert selected_by_sql(Comparison(FIELDS["code"], operator, text)) == expected
    assert selected_by_sql(Comparison(FIELDS["code"], Operator.GT, text)) == [
        row["n"] for row in ROWS if list(map(ord, str(row["code"]))) > list(map(ord, text))
    ]


def test_a_condition_stands_among_others_without_parentheses_of_its_own() -> None:
    either = parse_filter("code eq 'a' or code eq 'b'", FIELDS)
    assert to_sql(either)[0] == "(code = (%(f0)s)::text OR code = (%(f1)s)::text)"


def test_uuids_are_bound_as_text_so_that_no_driver_needs_to_know_them() -> None:
    filter = Comparison(FIELDS["owner"], Operator.IN, UUIDS[:2])
    assert to_sql(filter) == (
        "owner = ANY (ARRAY[%(f0)s, %(f1)s]::uuid[])",
        {"f0": str(UUIDS[0]), "f1": str(UUIDS[1])},
    )


@pytest.mark.parametrize("word", ["gt", "ge", "lt", "le"])
def test_text_is_ordered_by_code_points_whatever_the_collation_of_the_database(word: str) -> None:
    condition, _ = to_sql(parse_filter(f"code {word} 'a'", FIELDS))
    assert condition.startswith('code COLLATE "C" ')


def test_the_column_comes_from_the_field_and_not_from_its_name() -> None:
    filter = comparisons([(FIELDS["label"], Operator.STARTS_WITH, "a")])
    assert filter is not None
    assert to_sql(filter) == ("starts_with(r.label_text, (%(f0)s)::text)", {"f0": "a"})
