"""What a filter forces its fields to be, for an index of filters."""

import pytest

from services.chassis.filtering import equalities, parse_filter
from tests.filtering.specimens import FIELDS, UUIDS


@pytest.mark.parametrize(
    ("text", "forced"),
    [
        ("code eq 'a'", {"code": {"a"}}),
        ("code in ('a', 'b')", {"code": {"a", "b"}}),
        ("code eq 'a' and stock eq 5 and price gt 1", {"code": {"a"}, "stock": {5}}),
        ("code in ('a', 'b') and code in ('b', 'c')", {"code": {"b"}}),
        ("code eq 'a' and code eq 'b'", {"code": set()}),
        ("code eq 'a' or code eq 'b'", {"code": {"a", "b"}}),
        ("code eq 'a' or stock eq 5", {}),
        ("(code eq 'a' and stock eq 5) or (code eq 'b' and all_day eq true)", {"code": {"a", "b"}}),
        ("(code eq 'a' or stock eq 5) and status eq 'active'", {"status": {"active"}}),
        ("not (code eq 'a')", {}),
        ("code ne 'a'", {}),
        ("label eq null", {}),
        ("startswith(code, 'a')", {}),
    ],
)
def test_a_field_is_forced_where_every_way_to_match_gives_it_a_value(text: str, forced: dict[str, set[object]]) -> None:
    assert equalities(parse_filter(text, FIELDS)) == forced


def test_a_uuid_is_forced_as_the_text_that_a_row_in_json_has() -> None:
    upper = str(UUIDS[3]).upper()
    assert equalities(parse_filter(f"owner eq {upper}", FIELDS)) == {"owner": {upper.lower()}}
