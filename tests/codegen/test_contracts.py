"""A contract with everything that the repository's own do not have yet."""

import textwrap
from typing import Any

import msgspec
import pytest

from codegen.emit.gateway import emit_gateway
from codegen.emit.service import emit_service
from codegen.findings import SpecErrors
from codegen.read.specs import read_specs
from services.chassis.numbers import numbers_only
from tests.codegen.workshop import Workshop, copy_repository

PARCELS = """
openapi: 3.0.3
info: {title: Parcels, version: 1.0.0}
security: [BearerAuth: []]
paths:
  /parcels/{id}/{kind}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}, example: 4}
      - {name: kind, in: path, required: true, schema: {type: string, enum: [letter, box]}, example: box}
    post:
      operationId: sendParcel
      summary: Send a parcel
      x-access: {user: own, admin: any}
      parameters:
        - $ref: 'shared.yaml#/components/parameters/IdempotencyKey'
        - {name: speed, in: query, schema: {type: string, enum: [slow, fast], default: slow}}
        - {name: cheaper_than, in: query, schema: {type: number, format: decimal, minimum: 0, maximum: 100}}
        - {name: stops, in: query, style: form, explode: false,
           schema: {type: array, maxItems: 2, items: {type: string, format: uuid}}}
        - {name: weights, in: query, style: form, explode: false,
           schema: {type: array, items: {type: number, format: decimal, minimum: 0, maximum: 30}}}
        - {name: 'insured[up_to]', in: query, schema: {type: integer, format: int32, minimum: 0}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: '#/components/schemas/SendParcelRequest'}
            example: {price: 1.25, lines: [{from: here}]}
      responses:
        '201': &parcel
          description: Sent.
          content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}
        '202':
          description: On its way.
          content: {application/json: {schema: {$ref: '#/components/schemas/Job'}}}
        '400': {$ref: 'shared.yaml#/components/responses/BadRequest'}
        '401': {$ref: 'shared.yaml#/components/responses/Unauthorized'}
        '409': {$ref: 'shared.yaml#/components/responses/Conflict'}
        '413': {$ref: 'shared.yaml#/components/responses/PayloadTooLarge'}
        '415': {$ref: 'shared.yaml#/components/responses/UnsupportedMediaType'}
        '422': {$ref: 'shared.yaml#/components/responses/UnprocessableEntity'}
        '503': {$ref: 'shared.yaml#/components/responses/ServiceUnavailable'}
components:
  schemas:
    Postage: {type: number, format: decimal, minimum: 0, maximum: 9999999999.99, multipleOf: 0.01}
    Parcel: {type: object, x-resource: parcel, required: [id], properties: {id: {type: integer}}}
    Job: {type: object, x-resource: job, properties: {state: {type: string, enum: [DONE]}}}
    SendParcelRequest:
      type: object
      additionalProperties: false
      required: [price, lines]
      properties:
        price: {$ref: '#/components/schemas/Postage'}
        priority: {type: string, enum: [low, high], default: low}
        mode: {type: string, nullable: true, enum: [air, sea, null]}
        sent_at: {type: string, format: date-time}
        lines:
          type: array
          minItems: 1
          items:
            type: object
            additionalProperties: false
            required: [from]
            properties:
              from: {type: string}
              weight: {type: integer, format: int64}
              worth: {type: number, format: decimal, minimum: 0, maximum: 1000}
"""


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    workshop = copy_repository(tmp_path_factory.mktemp("parcels") / "repository")
    workshop.path("specs/openapi/parcels.yaml").write_text(PARCELS)
    [contract] = [found for found in read_specs(workshop.root).contracts if found.name == "parcels"]
    return emit_service(contract)


@pytest.fixture(scope="module")
def models(parcels: dict[str, str]) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "parcels_models"}
    exec(parcels["services/parcels/generated/models.py"], names)
    return names


def request(models: dict[str, Any], **changes: Any) -> Any:
    body = {"price": 1.25, "lines": [{"from": "here"}]} | changes
    return msgspec.json.decode(msgspec.json.encode(body), type=models["SendParcelRequest"])


def test_a_method_shows_everything_an_operation_takes_and_gives(parcels: dict[str, str]) -> None:
    signature = (
        "async def send_parcel(self, caller: Caller, parcel_id: int, kind: SendParcelKind,"
        " query: SendParcelQuery, body: SendParcelRequest, idempotency: Idempotency) -> Json[Parcel] | Json[Job]:"
    )
    assert signature in parcels["services/parcels/generated/api.py"]
    assert "body=body, idempotency=idempotency)" in parcels["services/parcels/generated/client.py"]
    assert "takes_idempotency_key=True" in parcels["services/parcels/generated/operations.py"]
    assert 'path={"id": parcel_id, "kind": kind}' in parcels["services/parcels/generated/client.py"]


def test_path_parameters_keep_their_bounds(parcels: dict[str, str]) -> None:
    text = parcels["services/parcels/generated/operations.py"]
    assert "type=Annotated[int, Meta(ge=1)], lexical=Lexical.INTEGER" in text
    assert "lists=frozenset({'stops', 'weights'})" in text


def test_each_item_of_a_list_has_a_written_form_too(parcels: dict[str, str]) -> None:
    text = parcels["services/parcels/generated/operations.py"]
    for form in ("'stops': Lexical.UUID", "'weights': Lexical.NUMBER", "'insured[up_to]': Lexical.INTEGER"):
        assert form in text


def test_a_parameter_with_brackets_is_an_attribute_without(models: dict[str, Any]) -> None:
    read = msgspec.convert({"insured[up_to]": "5"}, models["SendParcelQuery"], strict=False)
    assert read.insured_up_to == 5
    assert msgspec.to_builtins(read)["insured[up_to]"] == 5


def test_an_integer_format_is_a_bound(models: dict[str, Any]) -> None:
    most = 2**63 - 1
    assert request(models, lines=[{"from": "here", "weight": most}]).lines[0].weight == most
    for wrong in (most + 1, -most - 2):
        with pytest.raises(msgspec.ValidationError):
            request(models, lines=[{"from": "here", "weight": wrong}])
    with pytest.raises(msgspec.ValidationError, match="<= 2147483647"):
        msgspec.convert({"insured[up_to]": str(2**31)}, models["SendParcelQuery"], strict=False)


def test_a_number_written_as_text_is_refused_wherever_it_stands(models: dict[str, Any]) -> None:
    numbers = numbers_only(models["SendParcelRequest"])
    for taken in (b'{"price": 1.25}', b'{"price": 1, "mode": "air", "lines": [{"worth": 2.5}, {}]}', b"{}"):
        msgspec.json.decode(taken, type=numbers)
    for refused in (b'{"price": "1.25"}', b'{"lines": [{"worth": "2.5"}]}'):
        with pytest.raises(msgspec.ValidationError, match="got `str`"):
            msgspec.json.decode(refused, type=numbers)
    assert numbers_only(models["Parcel"]) is None


def test_inline_schemas_are_named_after_where_they_stand(models: dict[str, Any]) -> None:
    assert {"SendParcelKind", "SendParcelSpeed", "SendParcelRequestPriority", "SendParcelRequestLine"} <= set(models)


def test_defaults_have_the_type_of_their_field(models: dict[str, Any]) -> None:
    assert request(models).priority is models["SendParcelRequestPriority"].LOW
    assert msgspec.convert({}, models["SendParcelQuery"]).speed is models["SendParcelSpeed"].SLOW


@pytest.mark.parametrize("price", ["0", "0.01", "9999999999.99", "10"])
def test_decimals_within_their_bounds_are_taken_exactly(models: dict[str, Any], price: str) -> None:
    body = f'{{"price": {price}, "lines": [{{"from": "here"}}]}}'
    assert str(msgspec.json.decode(body, type=models["SendParcelRequest"]).price) == price


@pytest.mark.parametrize("price", ["-0.01", "10000000000", "0.001", '"NaN"', '"Infinity"', "1e400", "1e-400"])
def test_decimals_outside_their_bounds_are_refused(models: dict[str, Any], price: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="price"):
        msgspec.json.decode(f'{{"price": {price}, "lines": [{{"from": "here"}}]}}', type=models["SendParcelRequest"])


def test_decimals_in_a_query_keep_their_bounds_too(models: dict[str, Any]) -> None:
    assert msgspec.convert({"cheaper_than": "5.5"}, models["SendParcelQuery"], strict=False)
    for wrong in ("101", "-1", "nan"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert({"cheaper_than": wrong}, models["SendParcelQuery"], strict=False)
        with pytest.raises(msgspec.ValidationError, match="`weights`: expected a number, at least 0, at most 30"):
            msgspec.convert({"weights": ["1", wrong]}, models["SendParcelQuery"], strict=False)


def test_objects_inside_a_request_are_closed_too(models: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        request(models, lines=[{"from": "here", "to": "there"}])


def test_a_nullable_enum_takes_null_and_no_other_stranger(models: dict[str, Any]) -> None:
    assert request(models, mode=None).mode is None
    assert request(models).mode is msgspec.UNSET
    with pytest.raises(msgspec.ValidationError):
        request(models, mode="foot")


def test_moments_without_an_offset_are_refused(models: dict[str, Any]) -> None:
    assert request(models, sent_at="2026-01-01T00:00:00+02:00").sent_at.utcoffset() is not None
    with pytest.raises(msgspec.ValidationError):
        request(models, sent_at="2026-01-01T00:00:00")


def test_contracts_that_claim_the_same_names_clash(workshop: Workshop) -> None:
    workshop.path("specs/openapi/parcels.yaml").write_text(
        PARCELS.replace("    Postage:", "    Username: {type: string}\n    Postage:").replace(
            "/parcels/{id}/{kind}", "/users/{id}/{kind}"
        )
    )
    other = PARCELS.replace("sendParcel", "postParcel").replace("/parcels/{id}/{kind}", "/users/{id}/{kind}")
    workshop.path("specs/openapi/posts.yaml").write_text(other.replace("summary: Send", "summary: Post"))
    with pytest.raises(SpecErrors) as caught:
        read_specs(workshop.root)
    told = " ".join(str(caught.value).split())
    assert "another contract has a different schemas `Username`" in told
    assert "another contract has post of /users/{id}/{kind} too" in told


def test_a_new_shape_in_an_old_version_asks_for_adapters_in_both_directions(workshop: Workshop) -> None:
    workshop.path("specs/openapi/parcels.yaml").write_text(PARCELS)
    done = workshop.run("generate")
    assert done.returncode == 1
    stub = "def send_parcel_request(older: v1.SendParcelRequest) -> v2.SendParcelRequest:"
    assert stub in done.stdout
    assert "bodies=(V1.send_parcel_request,)," in workshop.text("gateway/generated/v1.py")
    assert "sent_at: NotRequired[int]" in textwrap.dedent(workshop.text("gateway/generated/shapes/v1.py"))
    assert "sent_at: NotRequired[str]" in textwrap.dedent(workshop.text("gateway/generated/shapes/v2.py"))


def test_one_name_for_two_adapters_is_refused(workshop: Workshop) -> None:
    both = (
        PARCELS.replace("schemas/SendParcelRequest'", "schemas/Parcel'")
        .replace(
            "Parcel: {type: object, x-resource: parcel, required: [id], properties: {id: {type: integer}}}",
            "Parcel: {type: object, x-resource: parcel, additionalProperties: false,"
            " properties: {sent_at: {type: string, format: date-time}}}",
        )
        .replace("example: {price: 1.25, lines: [{from: here}]}", "example: {}")
    )
    workshop.path("specs/openapi/parcels.yaml").write_text(both)
    with pytest.raises(SpecErrors, match="v1 needs two adapters called `parcel`"):
        emit_gateway(read_specs(workshop.root))
