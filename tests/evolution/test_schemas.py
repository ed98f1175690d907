"""What graphql-core finds between two states of the GraphQL schema, and which version it is held against."""

from pathlib import Path

import pytest

from codegen.check.breaking.graphql import schema_changes
from codegen.check.breaking.kinds import kinds
from tests.evolution.studio import Studio

USERS = "specs/graphql/users.graphql"
ORDERS = "specs/graphql/orders.graphql"

BEFORE = """
type Query { user(id: ID!): User }
type Subscription { userChanged: UserChange! }
type User { id: ID! name: String role: Role! }
type UserChange { user: User event: Event! }
enum Role { ADMIN USER }
enum Event { CREATE UPDATE }
"""


@pytest.mark.parametrize(
    ("old", "new", "kind", "version"),
    [
        ("name: String ", "", "graphql-field-removed", "v2"),
        ("name: String ", "name: Int ", "graphql-field-changed-kind", "v2"),
        ("user(id: ID!)", "user(id: ID!, tenant: ID!)", "graphql-required-arg-added", "v2"),
        ("ADMIN USER", "ADMIN", "graphql-value-removed-from-enum", "v2"),
        ("CREATE UPDATE", "CREATE", "graphql-value-removed-from-enum", "v3"),
        (
            "type UserChange { user: User event: Event! }",
            "type UserChange { event: Event! }",
            "graphql-field-removed",
            "v3",
        ),
    ],
)
def test_a_break_is_held_against_the_version_that_has_the_type(old: str, new: str, kind: str, version: str) -> None:
    broken, _ = schema_changes(BEFORE, BEFORE.replace(old, new), "v2", "v3")
    assert [(change.kind, change.version) for change in broken] == [(kind, version)]


def test_what_is_only_dangerous_breaks_nothing() -> None:
    broken, dangerous = schema_changes(BEFORE, BEFORE.replace("ADMIN USER", "ADMIN USER GUEST"), "v2", "v3")
    assert broken == []
    assert [change.kind for change in dangerous] == ["graphql-value-added-to-enum"]


def test_every_kind_of_graphql_core_is_explained() -> None:
    from graphql.utilities.find_schema_changes import BreakingChangeType, DangerousChangeType

    named = {f"graphql-{kind.name.lower().replace('_', '-')}" for kind in (*BreakingChangeType, *DangerousChangeType)}
    assert named <= set(kinds())


def test_a_field_that_is_removed_fails_where_it_was_written(studio: Studio) -> None:
    line = studio.workshop.text(ORDERS)[: studio.workshop.text(ORDERS).index("type Order ")].count("\n") + 1
    studio.edit((ORDERS, "  subtotal: Float! @computed\n", ""))
    verdict = studio.verdict()
    assert verdict.errors == {("graphql-field-removed", "v2")}
    assert verdict.status == 1
    [finding] = verdict.findings
    assert "Field Order.subtotal was removed" in finding.what
    assert (finding.path, finding.line) == (ORDERS, line)


def test_an_optional_argument_is_a_warning(studio: Studio) -> None:
    studio.edit((ORDERS, "  product(id: UUID!): Product\n", "  product(id: UUID!, currency: String): Product\n"))
    verdict = studio.verdict()
    assert verdict.warnings == {("graphql-optional-arg-added", "v2")}
    assert verdict.status == 0


def test_a_description_is_no_change(studio: Studio) -> None:
    path: Path = studio.workshop.path(ORDERS)
    path.write_text(path.read_text("utf-8").replace('"""How many lines there are."""', '"""Lines."""'), "utf-8")
    assert studio.verdict().printed == ""
