"""Names and regular expressions on their way into Python."""

import re

import pytest

from codegen.ir.naming import argument, attribute, constant, enum_member, pascal, plural, singular, snake
from codegen.ir.patterns import to_python
from codegen.ir.relations import member


def test_names_change_their_case() -> None:
    assert snake("listUsers") == snake("ListUsers") == snake("list-users") == "list_users"
    assert snake("getJwks") == "get_jwks"
    assert constant("refreshToken") == "REFRESH_TOKEN"
    assert pascal("listUsers") == "ListUsers"
    assert pascal("created_after") == "CreatedAfter"


@pytest.mark.parametrize("one", ["user", "category", "address", "api-key", "batch", "box", "order", "day", "status"])
def test_singular_undoes_plural(one: str) -> None:
    assert singular(plural(one)) == one


def test_path_parameters_become_arguments() -> None:
    assert argument("id", "/users/{id}") == "user_id"
    assert argument("id", "/api-keys/{id}") == "api_key_id"
    assert argument("id", "/categories/{id}/products") == "category_id"
    assert argument("jobId", "/batch/jobs/{jobId}") == "job_id"


def test_query_parameters_become_attributes() -> None:
    assert attribute("created_at") == "created_at"
    assert attribute("created_at[gte]") == "created_at_gte"
    assert attribute("from") == "from_"
    assert attribute("field") == "field_"


def test_related_resources_stand_under_a_plural() -> None:
    assert [member(name) for name in ("orders", "items", "category", "address")] == [
        "orders",
        "items",
        "categories",
        "addresses",
    ]


def test_enum_members_are_readable() -> None:
    assert [enum_member(value) for value in ("created_at", "-created_at", "inProgress", "2fa", "")] == [
        "CREATED_AT",
        "CREATED_AT_DESC",
        "IN_PROGRESS",
        "VALUE_2FA",
        "EMPTY",
    ]


@pytest.mark.parametrize(
    ("pattern", "python"),
    [
        ("^a$", r"^a\Z"),
        (r"^a\$$", r"^a\$\Z"),
        ("^[a$]$", r"^[a$]\Z"),
        ("^[^$]+$|^$", r"^[^$]+\Z|^\Z"),
        (r"^[\]$]$", r"^[\]$]\Z"),
        (r"^\d[\d-]\w$", r"^[0-9][0-9-][A-Za-z0-9_]\Z"),
        (r"\\$", r"\\\Z"),
    ],
)
def test_patterns_mean_in_python_what_they_mean_in_a_spec(pattern: str, python: str) -> None:
    assert to_python(pattern) == python


def test_a_pattern_refuses_a_trailing_newline_and_foreign_digits() -> None:
    assert re.search(to_python(r"^\d$"), "1")
    assert not re.search(to_python(r"^\d$"), "1\n")
    assert not re.search(to_python(r"^\d$"), "١")
