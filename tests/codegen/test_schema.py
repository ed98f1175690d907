"""The GraphQL schema in the generator: what nothing binds, what drifts from REST, and resolvers that do not fit."""

from pathlib import Path

import pytest

from tests.codegen.workshop import Workshop, copy_repository

USERS, ORDERS = "specs/graphql/users.graphql", "specs/graphql/orders.graphql"
USER, MUTATION = "gateway/graphql/resolvers/user.py", "gateway/graphql/resolvers/mutation.py"


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return copy_repository(tmp_path)


# What is changed where, and what is said of it.
DRIFTS = {
    "a field that nothing binds": (
        USERS,
        "  email: String!\n  username: String!\n  firstName: String\n",
        "  nick: String\n",
        "nothing binds User.nick: User of users has no nick",
    ),
    "another type": (USERS, "  createdAt: DateTime!\n", "  createdAt: String!\n", "User.createdAt is String!"),
    "null where REST has none": (USERS, "  role: UserRole!\n", "  role: UserRole\n", "User.role is UserRole,"),
    "no null where REST has one": (
        ORDERS,
        "  shippingAddress: String\n  createdAt",
        "  shippingAddress: String!\n  createdAt",
        "is String!,",
    ),
    "a property left out": (ORDERS, "  inventory: Int!\n", "", "Product leaves out inventory of Product"),
    "a schema that is not there": (ORDERS, '@shows(schema: "OrderLine")', '@shows(schema: "Line")', "no schema Line"),
    "an input that REST does not take": (
        USERS,
        "  password: String!\n",
        "  password: String!\n  age: Int\n",
        "CreateUserInput.age is no property",
    ),
    "an input that REST requires": (USERS, "  password: String!\n", "", "CreateUserInput leaves out password"),
    "a value of an enum": (USERS, "  SUSPENDED\n", "  BANNED\n", "UserStatus has ACTIVE, INACTIVE, BANNED"),
    "a type that is not defined": (USERS, "  user(id: UUID!): User\n", "  user(id: UUID!): Person\n", "Person"),
    "no SDL at all": (USERS, "extend type Query {\n", "extend type Query {{\n", "Syntax Error"),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_what_the_schema_gets_wrong_is_told_with_file_and_line(workshop: Workshop, drift: str) -> None:
    path, old, new, told = DRIFTS[drift]
    line = workshop.replace(path, old, new)
    done = workshop.run("generate")
    text = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert told in text
    assert any(f"{path}:{number}:" in text for number in range(max(1, line - 30), line + 5))


def test_a_new_field_asks_for_its_resolver(workshop: Workshop) -> None:
    workshop.replace(
        USERS, "  isActive: Boolean! @computed\n", "  isActive: Boolean! @computed\n  score(of: Int): Int! @batched\n"
    )
    assert workshop.run("generate").returncode == 0
    assert "class UserScoreArguments" in workshop.text("gateway/graphql/generated/inputs.py")
    assert "score(of: Int): Int!" in workshop.text("specs/published/schema.graphql")
    checked = workshop.run("check").stdout
    assert f"{USER}:1: missing resolver:" in checked
    assert "async def score(context: Context, parents: Sequence[User], arguments: UserScoreArguments" in checked


def test_a_resolver_that_takes_something_else_is_told(workshop: Workshop) -> None:
    line = workshop.replace(USER, "def is_active(user: User) -> bool:", "def is_active(user: User) -> str:")
    assert f"{USER}:{line}: resolver signature:" in workshop.run("check").stdout


def test_a_resolver_that_no_field_asks_for_is_told(workshop: Workshop) -> None:
    line = workshop.replace(MUTATION, "async def create_user(", "async def make_user(")
    checked = workshop.run("check").stdout
    assert f"{MUTATION}:{line}: extra resolver:" in checked
    assert f"{MUTATION}:1: missing resolver:" in checked
