"""Adapters between neighbouring versions: what they make of any newer value is valid in the older document, and what
they make of any older request is valid in the newer one. Found by walking the route tables, so none is forgotten."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import versions
from gateway.generated import adapters
from gateway.generated.lifecycle import VERSIONS
from gateway.routes import Route
from gateway.stages.adapt import adapt_items, adapt_object
from gateway.topology import ROUTES
from gateway.versions import v1
from tests.oracle.contracts import operation
from tests.oracle.documents import Interpreter, broken_rules, component, parameters, published
from tests.oracle.values import examples, fitting, queries

Adapter = Callable[[Any], Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def named(adapter: Adapter) -> str:
    """`v1.user`: two versions may have adapters of one name."""
    return f"{adapter.__module__.rpartition('.')[2]}.{adapter.__name__}"


OBJECT_ADAPTERS = {
    step
    for table in ROUTES.values()
    for route in table
    for steps in (route.answers, route.bodies, *(include.answers for include in route.includes))
    for step in steps
}
BY_NAME = {named(adapter): adapter for adapter in OBJECT_ADAPTERS}
QUERY_ADAPTED = [(version, route) for version, table in ROUTES.items() for route in table if route.queries]
NEWER_OF = dict(pairwise(VERSIONS))
INTERPRETERS = {version: Interpreter(published(version)) for version in NEWER_OF.values()}


def shapes(adapter: Adapter) -> tuple[Any, Any]:
    """The schemas an adapter leads from and to, by the names of its generated shapes."""
    hints = get_type_hints(adapter)
    target = hints.pop("return")
    (source,) = hints.values()
    return tuple(component(shape.__module__.rsplit(".")[-1], shape.__name__) for shape in (source, target))


def properties(schema: Any) -> dict[str, Any]:
    """The members of an object, those of its parts included."""
    found = dict(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        found |= properties(part)
    return found


def test_every_adapter_the_generator_asks_for_is_proved() -> None:
    protocols = {name: found for name, found in vars(adapters).items() if name.endswith("Adapters")}
    demanded = {
        f"{protocol.removesuffix('Adapters').lower()}.{name}"
        for protocol, found in protocols.items()
        for name in vars(found)
        if not name.startswith("_")
    }
    proved = set(BY_NAME) | {named(step) for _, route in QUERY_ADAPTED for step in route.queries}
    assert demanded == proved


def test_no_module_of_adapters_is_left_out() -> None:
    """Each version older than the newest is compared with its neighbour; those that differ have a module."""
    modules = {path.stem for path in Path(versions.__path__[0]).glob("v*.py")}
    assert modules <= set(NEWER_OF)
    assert {name.partition(".")[0] for name in BY_NAME} <= modules


@pytest.mark.parametrize("name", sorted(BY_NAME))
@examples(15)
@given(data=st.data())
def test_what_an_adapter_makes_of_any_value_is_valid_on_the_other_side(name: str, data: st.DataObject) -> None:
    source, target = shapes(BY_NAME[name])
    value = data.draw(fitting(source))
    assert not broken_rules(source, value)
    before = json.dumps(value)
    adapted = BY_NAME[name](value)
    assert not broken_rules(target, adapted)
    assert json.dumps(value) == before
    assert set(adapted) - set(value) <= set(target.get("properties", {}))


@pytest.mark.parametrize("name", sorted(BY_NAME))
@examples(15)
@given(data=st.data())
def test_an_adapter_leaves_alone_what_both_sides_share(name: str, data: st.DataObject) -> None:
    source, target = shapes(BY_NAME[name])
    value = data.draw(fitting(source))
    adapted = BY_NAME[name](value)
    before, after = properties(source), properties(target)
    shared = {member for member in value if before.get(member) == after.get(member)}
    assert shared
    assert {member: adapted[member] for member in shared} == {member: value[member] for member in shared}


@examples(15)
@given(data=st.data())
def test_lists_and_items_go_through_the_same_steps_as_bytes(data: st.DataObject) -> None:
    values = data.draw(st.lists(fitting(component("v2", "User")), max_size=3))
    one_by_one = [json.loads(adapt_object(json.dumps(value).encode(), (v1.user,))) for value in values]
    assert json.loads(adapt_items(json.dumps(values).encode(), (v1.user,))) == one_by_one


@given(cents=st.integers(-(10**14), 10**14))
def test_money_keeps_its_digits_on_the_way(cents: int) -> None:
    amount = f"{Decimal(cents) / 100:.2f}"
    moment = "2020-01-01T00:00:00Z"
    detail = '{"created_at":"%s","updated_at":"%s","last_login_at":null,"total_spent":[{"currency":"USD","amount":%s}]}'
    adapted = adapt_object((detail % (moment, moment, amount)).encode(), (v1.user_detail,))
    assert f'"amount":{amount}}}' in adapted.decode()


@given(moment=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))
def test_milliseconds_are_the_moment_rounded_down(moment: datetime) -> None:
    milliseconds = v1.epoch_ms(moment.isoformat())
    assert EPOCH + timedelta(milliseconds=milliseconds) <= moment < EPOCH + timedelta(milliseconds=milliseconds + 1)


@given(milliseconds=st.integers(-62135596800000, 253402300799999))
def test_milliseconds_in_a_query_are_the_same_moment(milliseconds: int) -> None:
    text = v1.list_users_query({"created_after": str(milliseconds)})["created_after"]
    assert msgspec.convert(text, datetime) - EPOCH == timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize(("version", "route"), QUERY_ADAPTED, ids=lambda value: getattr(value, "operation_id", value))
@examples(30)
@given(data=st.data())
def test_any_older_query_becomes_a_valid_newer_one(version: str, route: Route, data: st.DataObject) -> None:
    older = data.draw(
        queries(parameters(published(version), route.path, route.method.lower(), "query"), only_fitting=True)
    )
    newer = dict(older)
    for step in route.queries:
        newer = step(newer)
    assert INTERPRETERS[NEWER_OF[version]].accepts(operation(route.operation_id), query=newer)


@pytest.mark.parametrize(("version", "route"), QUERY_ADAPTED, ids=lambda value: getattr(value, "operation_id", value))
@examples(30)
@given(data=st.data())
def test_no_wrong_query_makes_an_adapter_stumble(version: str, route: Route, data: st.DataObject) -> None:
    older = data.draw(queries(parameters(published(version), route.path, route.method.lower(), "query")))
    for step in route.queries:
        adapted = step(dict(older))
        assert adapted.keys() == older.keys()
        assert all(isinstance(text, str) for text in adapted.values())
