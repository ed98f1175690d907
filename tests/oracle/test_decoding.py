"""The generated decoder accepts exactly what openapi-core accepts, for every operation with a body or parameters.

Deliberate exceptions; in each the decoder refuses more, never less:

* **Parameters the document does not name** are refused. OpenAPI has no word for a closed query, the contract does:
  a misspelt filter must not silently list everything.
* **Integers in parameters** have one written form. openapi-core reads them with Python's `int`, so `+5`, ` 5`, `05`,
  `5_0` and `٥` pass there; no JSON or URL of ours means a number by that.
* **A line break behind a date-time** passes openapi-core's format check, whose pattern ends in `$`.
* **A member that stands twice** must be right both times. openapi-core sees only the last one, after `json.loads`.
* **Lone surrogates, UTF-16, a byte order mark, NaN** pass `json.loads`; RFC 8259 JSON between systems is UTF-8 and
  has none of them, and PostgreSQL could not store the first.

A body that must hold an integer, where JSON Schema takes `1.0` and msgspec does not, does not occur in this contract.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.chassis.decoding import BodyDecoder, Malformed, Unfitting, decode_path, decode_query, parse_query
from services.chassis.operations import Lexical, Operation
from services.chassis.problems import Problem
from services.users.generated.operations import CREATE_USER, ISSUE_TOKEN, LIST_USERS, OPERATIONS, PATCH_USER
from tests.oracle.documents import Interpreter, parameters, resolved, service_document
from tests.oracle.values import encoded, fitting, near, nearly_fitting, queries

DOCUMENT = service_document("users")
INTERPRETER = Interpreter(DOCUMENT)
WITH_BODY = [operation for operation in OPERATIONS if operation.body is not None]
WITH_QUERY = [operation for operation in OPERATIONS if operation.query is not None]
WITH_PATH = [operation for operation in OPERATIONS if operation.path_parameters]
BODIES = [
    (operation, media_type) for operation in WITH_BODY if operation.body for media_type in operation.body.media_types
]
IDS = [f"{operation.operation_id}-{media_type.removeprefix('application/')}" for operation, media_type in BODIES]


def _schema(operation: Operation, media_type: str) -> Mapping[str, object]:
    content = DOCUMENT["paths"][operation.path][operation.method.lower()]["requestBody"]["content"]
    schema: Mapping[str, object] = resolved(DOCUMENT, content[media_type]["schema"])
    return schema


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
    forms = dict(operation.query.lexical)
    for name, text in query.items():
        if forms.get(name) is Lexical.INTEGER and not re.fullmatch(Lexical.INTEGER.value, text):
            return True
        if forms.get(name) is Lexical.DATE_TIME and text.endswith("\n"):
            return True
    return False


def test_every_operation_is_asked_about() -> None:
    for operation in OPERATIONS:
        item = DOCUMENT["paths"][operation.path]
        method = operation.method.lower()
        assert (operation.body is not None) == ("requestBody" in item[method])
        assert (operation.query is not None) == bool(parameters(DOCUMENT, operation.path, method, "query"))
        assert bool(operation.path_parameters) == bool(parameters(DOCUMENT, operation.path, method, "path"))


@pytest.mark.parametrize(("operation", "media_type"), BODIES, ids=IDS)
@settings(max_examples=120)
@given(data=st.data())
def test_bodies_are_judged_alike(operation: Operation, media_type: str, data: st.DataObject) -> None:
    value = data.draw(nearly_fitting(_schema(operation, media_type)))
    body = encoded(value, ascii_only=data.draw(st.booleans()))
    assert decodes_body(operation, body, media_type) == INTERPRETER.accepts(operation, body=body, media_type=media_type)


@pytest.mark.parametrize(("operation", "media_type"), BODIES, ids=IDS)
@settings(max_examples=40)
@given(data=st.data())
def test_a_fitting_body_is_accepted_by_both(operation: Operation, media_type: str, data: st.DataObject) -> None:
    body = encoded(data.draw(fitting(_schema(operation, media_type))), ascii_only=data.draw(st.booleans()))
    assert INTERPRETER.accepts(operation, body=body, media_type=media_type)
    assert decodes_body(operation, body, media_type)


@pytest.mark.parametrize("operation", WITH_QUERY, ids=lambda operation: operation.operation_id)
@settings(max_examples=250)
@given(data=st.data())
def test_queries_are_judged_alike(operation: Operation, data: st.DataObject) -> None:
    query = data.draw(queries(parameters(DOCUMENT, operation.path, operation.method.lower(), "query")))
    if deliberately_refused(operation, query):
        assert not decodes_query(operation, query)
    else:
        assert decodes_query(operation, query) == INTERPRETER.accepts(operation, query=query)


@pytest.mark.parametrize("operation", WITH_QUERY, ids=lambda operation: operation.operation_id)
@settings(max_examples=60)
@given(data=st.data())
def test_a_fitting_query_is_accepted_by_both(operation: Operation, data: st.DataObject) -> None:
    schemas = parameters(DOCUMENT, operation.path, operation.method.lower(), "query")
    query = data.draw(queries(schemas, only_fitting=True))
    assert INTERPRETER.accepts(operation, query=query)
    assert decodes_query(operation, query)


@pytest.mark.parametrize("operation", WITH_PATH, ids=lambda operation: operation.operation_id)
@settings(max_examples=30)
@given(data=st.data())
def test_path_parameters_are_judged_alike(operation: Operation, data: st.DataObject) -> None:
    schemas = parameters(DOCUMENT, operation.path, operation.method.lower(), "path")
    path = {name: data.draw(fitting(schema)) for name, schema in schemas.items()}
    # What a client takes off a uuid or puts around it; a segment of a path is never empty.
    path |= {
        name: data.draw(
            st.sampled_from([text, text.upper(), text.replace("-", ""), f"{{{text}}}", text[:-1], f"{text}0"])
        )
        or data.draw(near(text).filter(lambda value: isinstance(value, str) and value))
        for name, text in path.items()
    }
    assert decodes_path(operation, path) == INTERPRETER.accepts(operation, path=path, body=_some_body(operation))


def _some_body(operation: Operation) -> bytes | None:
    if operation.body is None:
        return None
    return encoded({"email": "a@b.example", "username": "abc"}, ascii_only=True)


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"{}", b'"x"', b"{}x", b"\xff", b'{"a":1,}'])
@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.operation_id)
def test_what_hardly_is_a_body_is_judged_alike(operation: Operation, body: bytes) -> None:
    assert decodes_body(operation, body) == INTERPRETER.accepts(operation, body=body)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"statuss": "active"}, "not named by the document"),
        *(({name: text}, "integer") for name in ("page", "limit") for text in ("+5", " 5", "05", "5_0", "٥", "5\n")),
        ({"created_after": "2020-01-01T00:00:00Z\n"}, "line break"),
    ],
)
def test_the_exceptions_for_queries_are_exceptions(query: dict[str, str], reason: str) -> None:
    assert INTERPRETER.accepts(LIST_USERS, query=query)
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
    assert INTERPRETER.accepts(operation, body=body)
    assert not decodes_body(operation, body)
