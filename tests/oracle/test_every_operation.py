"""Every operation of every version, both ways, whether or not it has adapters: whatever a service may answer is valid
in the published document, and whatever a client may send there is valid for the service.

The route tables say which steps lie between; an operation without any is proved to need none.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.generated.tables import TABLES
from gateway.routes import Route, Shape
from gateway.stages.adapt import OURS
from services.chassis.operations import Operation
from tests.oracle.contracts import document, interpreter, operation
from tests.oracle.documents import broken_rules, parameters, published, required, resolved
from tests.oracle.values import examples, fitting, queries

CASES = {f"{version} {route.operation_id}": (version, route) for version, table in TABLES.items() for route in table}
ANSWERED = [name for name, (_, route) in CASES.items() if route.shape is not Shape.EMPTY and route.stream is None]
WITH_BODY = [name for name, (_, route) in CASES.items() if route.media_types]


def written(holder: Any, route: Route) -> Any:
    return holder["paths"][route.path][route.method.lower()]


def json_of(holder: Any, node: Any) -> Any:
    """The schema of a JSON body, references put in."""
    return resolved(holder, resolved(holder, node)["content"]["application/json"]["schema"])


def successes(holder: Any, node: Any) -> Iterator[str]:
    """The statuses of success that come with JSON."""
    for status, response in node["responses"].items():
        if status.startswith("2") and "application/json" in resolved(holder, response).get("content", {}):
            yield status


def in_contract(one: Operation, route: Route, status: str) -> Any:
    """What the service answers: of a page, one of its items."""
    contract = document(route.service)
    node = contract["paths"][one.path][one.method.lower()]
    schema = json_of(contract, node["responses"][status])
    return schema["properties"]["items"]["items"] if route.shape is Shape.LIST else schema


def in_version(version: str, route: Route, status: str) -> Any:
    """The same below the version's envelope, as it is when nobody chooses `fields`."""
    served = published(version)
    schema = json_of(served, written(served, route)["responses"][status])
    if route.shape is not Shape.RAW:
        members = schema["properties"]
        inner = members["response"]["properties"] if "response" in members else members
        name = route.plural if route.shape is Shape.LIST else route.singular
        schema = inner[name if "response" in members else "data"]
    schema = schema["items"] if route.shape is Shape.LIST else schema
    return {**schema, "required": list(schema["properties"])} if route.fields else schema


@pytest.mark.parametrize("name", ANSWERED)
@examples(4)
@given(data=st.data())
def test_whatever_a_service_may_answer_is_valid_for_the_client(name: str, data: st.DataObject) -> None:
    version, route = CASES[name]
    served = published(version)
    one = operation(route.operation_id)
    statuses = list(successes(served, written(served, route)))
    assert statuses
    for status in statuses:
        value = data.draw(fitting(in_contract(one, route, status)))
        for step in route.answers:
            value = step(value)
        assert broken_rules(in_version(version, route, status), value) == []


@pytest.mark.parametrize("name", WITH_BODY)
@examples(4)
@given(data=st.data())
def test_whatever_a_client_may_send_is_valid_for_the_service(name: str, data: st.DataObject) -> None:
    version, route = CASES[name]
    served, contract = published(version), document(route.service)
    one = operation(route.operation_id)
    older = json_of(served, written(served, route)["requestBody"])
    newer = json_of(contract, contract["paths"][one.path][one.method.lower()]["requestBody"])
    value = data.draw(fitting(older))
    for step in route.bodies:
        value = step(value)
    assert broken_rules(newer, value) == []


@pytest.mark.parametrize("name", [name for name, (_, route) in CASES.items() if route.query])
@examples(4)
@given(data=st.data())
def test_whatever_a_client_may_ask_is_valid_for_the_service(name: str, data: st.DataObject) -> None:
    version, route = CASES[name]
    served, method = published(version), route.method.lower()
    given_by_client = parameters(served, route.path, method, "query")
    query = data.draw(queries(given_by_client, required(served, route.path, method, "query"), only_fitting=True))
    for step in route.queries:
        query = step(query)
    ours = OURS if route.stream is None else frozenset()
    passed_on = {key: text for key, text in query.items() if key not in ours}
    one = operation(route.operation_id)
    # A body, where one is wanted, is another question.
    assert one.body is None or method != "get"
    assert interpreter(route.service).accepts(one, query=passed_on)


def test_no_operation_is_left_out() -> None:
    """Each published operation is in a route table, and each of these is asked about if there is anything to ask."""
    for version, table in TABLES.items():
        listed = {(route.method.lower(), route.path) for route in table}
        methods = ((m, path) for path, item in published(version)["paths"].items() for m in item if m != "parameters")
        assert set(methods) == listed
    asked = {*ANSWERED, *WITH_BODY}
    silent = {name for name in CASES if name not in asked}
    assert all(CASES[name][1].shape is Shape.EMPTY or CASES[name][1].stream for name in silent)
