"""Rich reject: who is refused is told of every field that is wrong, and of none that is right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.api import Api
from tests.oracle.documents import broken_rules, parameters, published, resolved
from tests.oracle.values import as_text, examples, fitting, json_values, near

VERSION = "v2"
DOCUMENT = published(VERSION)


@dataclass(frozen=True)
class Target:
    """One public operation with a body, in one of its media types."""

    method: str
    path: str
    media_type: str

    @property
    def schema(self) -> Mapping[str, Any]:
        content = DOCUMENT["paths"][self.path][self.method]["requestBody"]["content"]
        schema: Mapping[str, Any] = resolved(DOCUMENT, content[self.media_type]["schema"])
        return schema


def _targets() -> dict[str, Target]:
    """Every operation of the published document that takes a body, by its id and media type."""
    return {
        f"{operation['operationId']}-{media_type.removeprefix('application/')}": Target(method, path, media_type)
        for path, item in DOCUMENT["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "requestBody" in operation
        for media_type in operation["requestBody"]["content"]
    }


TARGETS = _targets()
SOMETHING = "7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11"
LIST = parameters(DOCUMENT, "/users", "get", "query")


def _wrong(schema: Any, right: Any) -> st.SearchStrategy[Any]:
    values = near(right) if isinstance(right, str) else json_values
    return values.filter(lambda value: bool(broken_rules(schema, value)))


@st.composite
def spoiled(draw: st.DrawFn, schema: Mapping[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """A body with at least one thing wrong, and the fields that are."""
    body = draw(fitting(schema))
    properties, required = schema["properties"], schema.get("required", [])
    names = draw(st.sets(st.sampled_from(sorted(properties)), max_size=len(properties)))
    for name in names:
        if name in required and draw(st.booleans()):
            body.pop(name)
        else:
            body[name] = draw(_wrong(properties[name], body.get(name)))
    # A dot in a name could be mistaken for a path into the body.
    strangers = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=".")).filter(
        lambda name: name not in properties
    )
    unknown = draw(st.dictionaries(strangers, json_values, min_size=0 if names else 1, max_size=3))
    return {**body, **unknown}, names | unknown.keys()


@pytest.mark.parametrize("name", TARGETS)
@examples(15)
@given(data=st.data())
async def test_a_refused_body_is_told_every_wrong_field_and_no_right_one(
    admin: Api, name: str, data: st.DataObject
) -> None:
    target = TARGETS[name]
    body, planted = data.draw(spoiled(target.schema))
    # An admin is told what is wrong with the request before anybody looks for what it is about.
    path = re.sub(r"\{\w+\}", SOMETHING, target.path)
    answer = await admin.request(target.method.upper(), path, body, headers={"Content-Type": target.media_type})
    assert answer.status == 422
    assert {field.split(".")[0] for field in answer.violations} == planted
    assert all(detail["message"] for detail in answer.json()["details"])


@st.composite
def spoiled_query(draw: st.DrawFn) -> tuple[dict[str, str], set[str]]:
    """A query with at least one parameter wrong, and their names."""
    wrong = {
        "page": ["0", "10001", "x", "", "-1", "1.5"],
        "limit": ["0", "101", "x", "", "-1", "1e1"],
        "status": ["", "gone", "ACTIVE"],
        "role": ["", "root", "anonymous"],
        "created_after": ["", "now", "2020-01-01", "2020-02-30T00:00:00Z"],
        "sort": ["", "id", "-password_hash", "username,,email", "created_at,now"],
    }
    query = {name: as_text(draw(fitting(LIST[name]))) for name in wrong if draw(st.booleans())}
    names = draw(st.sets(st.sampled_from(sorted(wrong))))
    for name in names:
        query[name] = draw(st.sampled_from(wrong[name]))
    strangers = st.sampled_from(["offset", "cursor", "filter[status]", "Limit", "ü"])
    unknown = draw(st.dictionaries(strangers, st.sampled_from(["", "1", "x"]), min_size=0 if names else 1, max_size=3))
    return {**query, **unknown}, names | unknown.keys()


@examples(60)
@given(drawn=spoiled_query())
async def test_a_refused_query_is_told_every_wrong_parameter_and_no_right_one(
    admin: Api, drawn: tuple[dict[str, str], set[str]]
) -> None:
    query, planted = drawn
    answer = await admin.version(VERSION).get("/users", query=query)
    assert answer.status == 400
    assert {field.split(".")[0] for field in answer.violations} == planted
