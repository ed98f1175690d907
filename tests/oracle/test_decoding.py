"""The generated decoder accepts exactly what openapi-core accepts, for every operation with a body or parameters.

Deliberate exceptions; in each the decoder refuses more, never less:

* **Parameters the document does not name** are refused. OpenAPI has no word for a closed query, the contract does:
  a misspelt filter must not silently list everything.
* **Numbers in parameters** have one written form. openapi-core reads them with Python's `int`, so `+5`, ` 5`, `05`,
  `5_0` and `٥` pass there, as do `nan` and `inf` where it reads with `float`; no URL of ours means a number by that.
* **A line break behind a date-time** passes openapi-core's format check, whose pattern ends in `$`.
* **A member that stands twice** must be right both times. openapi-core sees only the last one, after `json.loads`.
* **Lone surrogates, UTF-16, a byte order mark, NaN** pass `json.loads`; RFC 8259 JSON between systems is UTF-8 and
  has none of them, and PostgreSQL could not store the first.

* **NUL in a parameter** is refused whatever its schema says: PostgreSQL cannot compare with it.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.decoding import BodyDecoder, Malformed, Unfitting, decode_path, decode_query, parse_query
from services.chassis.operations import Lexical, Operation
from services.chassis.problems import Problem
from services.users.generated.operations import CREATE_USER, ISSUE_TOKEN, LIST_USERS, PATCH_USER
from tests.oracle.contracts import SERVICES, document, interpreter, operations
from tests.oracle.documents import parameters, required, resolved
from tests.oracle.values import encoded, examples, fitting, near, nearly_fitting, queries

ALL = [(service, operation) for service in SERVICES for operation in operations(service)]
WITH_QUERY = [case for case in ALL if case[1].query is not None]
WITH_PATH = [case for case in ALL if case[1].path_parameters]
BODIES = [(*case, media_type) for case in ALL if case[1].body for media_type in case[1].body.media_types]


def _name(value: object) -> str:
    return value.operation_id if isinstance(value, Operation) else str(value).removeprefix("application/")


def _body_schema(service: str, operation: Operation, media_type: str) -> Any:
    item = document(service)["paths"][operation.path][operation.method.lower()]
    return resolved(document(service), item["requestBody"]["content"][media_type]["schema"])


def _parameters(service: str, operation: Operation, place: str) -> dict[str, Any]:
    return parameters(document(service), operation.path, operation.method.lower(), place)


def _queries(service: str, operation: Operation, *, only_fitting: bool = False) -> st.SearchStrategy[dict[str, str]]:
    always = required(document(service), operation.path, operation.method.lower(), "query")
    return queries(_parameters(service, operation, "query"), always, only_fitting=only_fitting)


def decodes_body(operation: Operation, body: bytes, media_type: str = "application/json") -> bool:
    try:
        BodyDecoder(operation).decode(media_type, body)
    except (Unfitting, Malformed):
        return False
    return True


def decodes_query(operation: Operation, query: Mapping[str, str]) -> bool:
    assert operation.query is not None
    try:
        decode_query(operation.query, parse_query(urlencode(query)))
    except (Unfitting, Problem):
        return False
    return True


def decodes_path(operation: Operation, path: Mapping[str, str]) -> bool:
    try:
        decode_path(operation.path_parameters, path)
    except Unfitting:
        return False
    return True


def deliberately_refused(operation: Operation, query: Mapping[str, str]) -> bool:
    """Whether a query is one of the exceptions above."""
    assert operation.query is not None
    forms = operation.query.lexical
    for name, text in query.items():
        form = forms.get(name)
        for part in text.split(",") if name in operation.query.lists else (text,):
            if form in (Lexical.INTEGER, Lexical.NUMBER) and not re.fullmatch(form.value, part):
                return True
            if form is Lexical.DATE_TIME and part.endswith("\n"):
                return True
        if "\0" in text:
            return True
    return False


def test_every_operation_is_asked_about() -> None:
    assert set(SERVICES) >= {"users", "orders"}
    for service, operation in ALL:
        item = document(service)["paths"][operation.path][operation.method.lower()]
        assert (operation.body is not None) == ("requestBody" in item)
        assert (operation.query is not None) == bool(_parameters(service, operation, "query"))
        assert bool(operation.path_parameters) == bool(_parameters(service, operation, "path"))


@pytest.mark.parametrize(("service", "operation", "media_type"), BODIES, ids=_name)
@examples(25)
@given(data=st.data())
def test_bodies_are_judged_alike(service: str, operation: Operation, media_type: str, data: st.DataObject) -> None:
    value = data.draw(nearly_fitting(_body_schema(service, operation, media_type)))
    body = encoded(value, ascii_only=data.draw(st.booleans()))
    accepted = interpreter(service).accepts(operation, body=body, media_type=media_type)
    assert decodes_body(operation, body, media_type) == accepted


@pytest.mark.parametrize(("service", "operation", "media_type"), BODIES, ids=_name)
@examples(12)
@given(data=st.data())
def test_a_fitting_body_is_accepted_by_both(
    service: str, operation: Operation, media_type: str, data: st.DataObject
) -> None:
    value = data.draw(fitting(_body_schema(service, operation, media_type)))
    body = encoded(value, ascii_only=data.draw(st.booleans()))
    assert interpreter(service).accepts(operation, body=body, media_type=media_type)
    assert decodes_body(operation, body, media_type)


@pytest.mark.parametrize(("service", "operation"), WITH_QUERY, ids=_name)
@examples(20)
@given(data=st.data())
def test_queries_are_judged_alike(service: str, operation: Operation, data: st.DataObject) -> None:
    query = data.draw(_queries(service, operation))
    if deliberately_refused(operation, query):
        assert not decodes_query(operation, query)
    else:
        assert decodes_query(operation, query) == interpreter(service).accepts(operation, query=query)


@pytest.mark.parametrize(("service", "operation"), WITH_QUERY, ids=_name)
@examples(8)
@given(data=st.data())
def test_a_fitting_query_is_accepted_by_both(service: str, operation: Operation, data: st.DataObject) -> None:
    query = data.draw(_queries(service, operation, only_fitting=True))
    assert interpreter(service).accepts(operation, query=query)
    assert decodes_query(operation, query)


@pytest.mark.parametrize(("service", "operation"), WITH_PATH, ids=_name)
@examples(12)
@given(data=st.data())
def test_path_parameters_are_judged_alike(service: str, operation: Operation, data: st.DataObject) -> None:
    schemas = _parameters(service, operation, "path")
    path = {name: data.draw(fitting(schema)) for name, schema in schemas.items()}
    # What a client takes off a uuid or puts around it; a segment of a path is never empty.
    path |= {
        name: data.draw(
            st.sampled_from([text, text.upper(), text.replace("-", ""), f"{{{text}}}", text[:-1], f"{text}0"])
            | near(text).filter(lambda value: isinstance(value, str) and value)
        )
        for name, text in path.items()
    }
    accepted = interpreter(service).accepts(operation, path=path, body=_example(service, operation))
    assert decodes_path(operation, path) == accepted


def _example(service: str, operation: Operation) -> bytes | None:
    """The body the document itself gives as an example."""
    if operation.body is None:
        return None
    item = document(service)["paths"][operation.path][operation.method.lower()]
    example = next(iter(item["requestBody"]["content"]["application/json"]["examples"].values()))
    return encoded(example["value"], ascii_only=True)


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"{}", b'"x"', b"{}x", b"\xff", b'{"a":1,}'])
@pytest.mark.parametrize(("service", "operation", "media_type"), BODIES, ids=_name)
def test_what_hardly_is_a_body_is_judged_alike(
    service: str, operation: Operation, media_type: str, body: bytes
) -> None:
    accepted = interpreter(service).accepts(operation, body=body, media_type=media_type)
    assert decodes_body(operation, body, media_type) == accepted


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"statuss": "active"}, "not named by the document"),
        *(({name: text}, "integer") for name in ("page", "limit") for text in ("+5", " 5", "05", "5_0", "٥", "5\n")),
        ({"created_after": "2020-01-01T00:00:00Z\n"}, "line break"),
    ],
)
def test_the_exceptions_for_queries_are_exceptions(query: dict[str, str], reason: str) -> None:
    assert interpreter("users").accepts(LIST_USERS, query=query)
    assert not decodes_query(LIST_USERS, query)


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        (PATCH_USER, b'{"email": "no", "email": "a@b.example"}'),
        (PATCH_USER, b'{"role": 7, "role": "user"}'),
        (ISSUE_TOKEN, b'{"username": "\\ud800", "password": "x"}'),
        (ISSUE_TOKEN, '{"username": "x", "password": "x"}'.encode("utf-16")),
        (ISSUE_TOKEN, '\ufeff{"username": "x", "password": "x"}'.encode()),
        (CREATE_USER, '{"email":"a@b.example","username":"abc","password":"12345678"}'.encode("utf-32")),
    ],
)
def test_the_exceptions_for_bodies_are_exceptions(operation: Operation, body: bytes) -> None:
    assert interpreter("users").accepts(operation, body=body)
    assert not decodes_body(operation, body)
