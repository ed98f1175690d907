"""Edits of schemas that clients notice."""

from tests.evolution.edits import ORDERS, SHARED, USERS, breaks

NAME = "        name: {type: string, minLength: 1, maxLength: 100, pattern: '^[^\\u0000]*$'}\n        scopes"
LINE = "        quantity: {type: integer, format: int32, minimum: 1, maximum: 1000, example: 2}"

SCHEMAS = {
    "removing a property of a request": breaks(
        "request-property-removed",
        "`expires_in` is no longer taken (POST /api-keys)",
        (
            USERS,
            "        expires_in: {type: integer, minimum: 60, maximum: 315360000, "
            "description: 'Seconds it is good for; without it, until revoked.'}\n",
            "",
        ),
    ),
    "renaming a property of a request": breaks(
        "request-property-removed required-property-added",
        "`token_text` is new and must be sent (POST /auth/revoke)",
        (
            USERS,
            "    RevokeRequest:\n      type: object\n      additionalProperties: false\n      required: [token]\n      properties:\n        token:",
            "    RevokeRequest:\n      type: object\n      additionalProperties: false\n      required: [token_text]\n      properties:\n        token_text:",
        ),
        (USERS, "value: {token: ", "value: {token_text: "),
    ),
    "requiring a new property": breaks(
        "required-property-added",
        "`reason` is new and must be sent (POST /auth/revoke)",
        (
            USERS,
            "    RevokeRequest:\n      type: object\n      additionalProperties: false\n      required: [token]\n      properties:\n",
            "    RevokeRequest:\n      type: object\n      additionalProperties: false\n      required: [token, reason]\n      properties:\n        reason: {type: string}\n",
        ),
        (USERS, "value: {token: ", "value: {reason: lost, token: "),
    ),
    "requiring a property": breaks(
        "property-became-required",
        "`expires_in` must be sent now",
        (USERS, "      required: [name, scopes]\n", "      required: [name, scopes, expires_in]\n"),
        (USERS, "{name: nightly report, scopes: [read]}", "{name: nightly report, scopes: [read], expires_in: 90}"),
    ),
    "removing a property of an answer": breaks(
        "response-property-removed",
        "`expires_in` is gone from answers (POST /auth/token, POST /auth/refresh)",
        (
            USERS,
            "      required: [access_token, token_type, expires_in, refresh_token]",
            "      required: [access_token, token_type, refresh_token]",
        ),
        (
            USERS,
            "        expires_in: {type: integer, description: Seconds until the access token expires., example: 900}\n",
            "",
        ),
    ),
    "renaming a property of an answer": breaks(
        # Who asks for `fields=scopes` is refused, too.
        "response-property-removed request-enum-narrowed",
        "`scopes` is gone from answers",
        (
            USERS,
            "required: [id, user_id, name, scopes, created_at,",
            "required: [id, user_id, name, grants, created_at,",
        ),
        (
            USERS,
            "        scopes:\n          type: array\n          items: {$ref: '#/components/schemas/ApiKeyScope'}\n",
            "        grants:\n          type: array\n          items: {$ref: '#/components/schemas/ApiKeyScope'}\n",
        ),
    ),
    "answering a property only at times": breaks(
        "property-became-optional",
        "`first_name` may be missing now (GET /users",
        (USERS, "required: [id, email, username, first_name, last_name,", "required: [id, email, username, last_name,"),
    ),
    "changing a type": breaks(
        "request-type-narrowed",
        "`name`: was string and is integer",
        (USERS, NAME, "        name: {type: integer}\n        scopes"),
        (USERS, "{name: nightly report, scopes", "{name: 7, scopes"),
    ),
    "a whole number becomes any number": breaks(
        "response-type-widened",
        "`expires_in`: was integer and is number",
        (
            USERS,
            "        expires_in: {type: integer, description: Seconds until",
            "        expires_in: {type: number, description: Seconds until",
        ),
    ),
    "asking for a format": breaks(
        "request-format-narrowed",
        "`refresh_token`: the format was not stated and is uuid",
        (
            USERS,
            "        refresh_token: {type: string, minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$'}",
            "        refresh_token: {type: string, minLength: 1, maxLength: 256, pattern: '^[^\\u0000]*$', format: uuid}",
        ),
        (
            USERS,
            "refresh_token: c2Vzc2lvbi1pZA.bm90LWEtcmVhbC10b2tlbg",
            "refresh_token: 7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11",
        ),
    ),
    "answering in another format": breaks(
        "response-format-widened",
        "the header `Location`: the format was uri-reference and is not stated",
        (SHARED, "      schema: {type: string, format: uri-reference}", "      schema: {type: string}"),
        pastes=False,
    ),
    "narrowing an enumeration of a request": breaks(
        "request-enum-narrowed",
        'the value "write" is no longer taken',
        (USERS, "      enum: [read, write, admin]", "      enum: [read, admin]"),
    ),
    "widening an enumeration of an answer": breaks(
        "response-enum-widened",
        'the value "MAC" is new in answers',
        (
            USERS,
            "        token_type: {type: string, enum: [Bearer]}",
            "        token_type: {type: string, enum: [Bearer, MAC]}",
        ),
    ),
    "listing no values any more": breaks(
        "response-enum-widened",
        '`token_type`: no longer only "Bearer"',
        (USERS, "        token_type: {type: string, enum: [Bearer]}", "        token_type: {type: string}"),
    ),
    "narrowing a bound": breaks(
        "request-bounds-narrowed",
        "`quantity`: maximum was 1000 and is 100",
        (ORDERS, LINE, LINE.replace("1000", "100")),
    ),
    "adding a bound": breaks(
        "request-bounds-narrowed",
        "`expires_in`: multipleOf was not stated and is 60",
        (USERS, "expires_in: {type: integer, minimum: 60,", "expires_in: {type: integer, multipleOf: 60, minimum: 60,"),
    ),
    "narrowing the bound of a parameter": breaks(
        "request-bounds-narrowed",
        "the parameter `Limit`: maximum was 100 and is 50",
        (
            SHARED,
            "schema: {type: integer, minimum: 1, maximum: 100, default: 20}",
            "schema: {type: integer, minimum: 1, maximum: 50, default: 20}",
        ),
    ),
    "shortening a list": breaks(
        "request-bounds-narrowed",
        "`items`: maxItems was 100 and is 10",
        (
            ORDERS,
            "          minItems: 1\n          maxItems: 100\n          items: {$ref: '#/components/schemas/OrderLine'}",
            "          minItems: 1\n          maxItems: 10\n          items: {$ref: '#/components/schemas/OrderLine'}",
        ),
    ),
    "widening a bound of an answer": breaks(
        "response-bounds-widened",
        "`inventory`: minimum was 0 and is not stated",
        (
            ORDERS,
            "        inventory: {type: integer, format: int32, minimum: 0, example: 12}",
            "        inventory: {type: integer, format: int32, example: 12}",
        ),
    ),
    "another pattern": breaks(
        "request-pattern-narrowed response-pattern-widened",
        "`Username`: the pattern was",
        (USERS, "      pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$'", "      pattern: '^[a-z0-9][a-z0-9._-]*$'"),
    ),
    "another default": breaks(
        "default-changed",
        "the parameter `Limit`: the default was 20 and is 50",
        (SHARED, "minimum: 1, maximum: 100, default: 20}", "minimum: 1, maximum: 100, default: 50}"),
    ),
    "refusing null": breaks(
        "request-null-refused",
        "`shipping_address`: null is no longer taken",
        (
            ORDERS,
            "shipping_address: {type: string, nullable: true, minLength: 1",
            "shipping_address: {type: string, minLength: 1",
        ),
    ),
    "answering null": breaks(
        "response-null-added",
        "`access_token`: may be null now",
        (USERS, "        access_token: {type: string}", "        access_token: {type: string, nullable: true}"),
    ),
}
