"""Every operation × everyone who might try × every version: the status that `x-access` promises."""

from typing import Any

import pytest

from gateway.topology import ROUTES
from tests.access.cast import BODIES, CALLERS, Cast
from tests.access.operations import CONTRACT, DECLARED, OPERATIONS
from tests.api import Api

VERSIONS = ["v1", "v2", "v3"]
SERVED = [
    (version, route.operation_id)
    for version in VERSIONS
    for route in ROUTES[version]
    if route.operation_id in OPERATIONS
]
CELLS = [(version, name, who) for version, name in SERVED for who in CALLERS]
PRESENTED = ("suspended",)


@pytest.fixture(scope="module")
async def published(api: Api) -> dict[str, Any]:
    """The document of each version, as clients get it."""
    return {version: (await api.root.get(f"/openapi/{version}.json")).json() for version in VERSIONS}


def test_the_documents_declare_what_the_contract_says() -> None:
    """R3, G7: nobody got a right by an edit of a document alone."""
    assert {name: operation.row for name, operation in DECLARED.items()} == CONTRACT


def test_there_is_a_body_for_every_operation_that_takes_one() -> None:
    assert {name for name, operation in OPERATIONS.items() if operation.body is not None} == BODIES.keys()


def test_only_v1_goes_without_some_operations() -> None:
    missing = {(version, name) for version in VERSIONS for name in OPERATIONS} - set(SERVED)
    assert {version for version, _ in missing} == {"v1"}
    assert {OPERATIONS[name].service for _, name in missing} <= {"batch", "realtime"}


@pytest.mark.parametrize(("version", "name", "who"), CELLS)
async def test_who_may_do_what(cast: Cast, published: dict[str, Any], version: str, name: str, who: str) -> None:
    """R7, R9: and the status is one that the version's document declares, a 401 with its challenge."""
    operation = OPERATIONS[name]
    answer = await cast.ask(who, version, operation)
    assert answer.status == operation.expected(who, version), answer.body
    declared = published[version]["paths"][operation.path][operation.method.lower()]["responses"]
    assert str(answer.status) in declared
    if answer.status == 401:
        invalid = 'Bearer realm="trellis", error="invalid_token"'
        assert answer.headers["WWW-Authenticate"] == (invalid if who in PRESENTED else 'Bearer realm="trellis"')
    else:
        assert "WWW-Authenticate" not in answer.headers


@pytest.mark.parametrize(("version", "name"), [cell for cell in SERVED if not OPERATIONS[cell[1]].open])
async def test_credentials_that_are_wrong_are_refused_everywhere(cast: Cast, version: str, name: str) -> None:
    """Also where none are needed: who shows some wants to be somebody."""
    operation = OPERATIONS[name]
    path = operation.path.replace("{id}", cast.owner.order)
    for headers in ({"Authorization": "Bearer nonsense"}, {"X-API-Key": "trk_nonsense"}):
        answer = await cast.anybody.version(version).request(operation.method, path, {}, headers=headers)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (
            401,
            'Bearer realm="trellis", error="invalid_token"',
        )


@pytest.mark.parametrize("path", ["/orders", "/api-keys"])
async def test_a_list_of_ones_own_holds_nothing_else(cast: Cast, path: str) -> None:
    people = (cast.owner.person, cast.other)
    for person in people:
        rows = (await person.api.get(path, query={"limit": 100})).data
        assert {row["user_id"] for row in rows} <= {person.id}
        foreign = await person.api.get(path, query={"filter": f"user_id ne {person.id}"})
        assert (foreign.status, foreign.data, foreign.json()["pagination"]["total"]) == (200, [], 0)
    by_admin = (await cast.shop.admin.get(path, query={"user_id": cast.owner.person.id})).data
    assert by_admin
    assert {row["user_id"] for row in by_admin} == {cast.owner.person.id}
