"""Edits of specs, and what the gate must make of each."""

from dataclasses import dataclass

USERS = "specs/openapi/users.yaml"
ORDERS = "specs/openapi/orders.yaml"
SHARED = "specs/openapi/shared.yaml"
LIFE = "specs/versions/lifecycle.yaml"
ENVELOPES = "specs/versions/envelopes.yaml"
V1 = "specs/versions/v1.overlay.yaml"
V2 = "specs/versions/v2.overlay.yaml"
V3 = "specs/versions/v3.overlay.yaml"

STABLE = ("v1", "v2")


@dataclass(frozen=True)
class Edit:
    """Changes of files; the kinds found in each stable version, and as warnings in the beta; a part of the message;
    whether the finding brings what restores the old shape."""

    changes: tuple[tuple[str, str, str], ...]
    kinds: frozenset[str] = frozenset()
    says: str = ""
    pastes: bool = False
    versions: tuple[str, ...] = STABLE
    beta: bool = True


def breaks(kinds: str, says: str, *changes: tuple[str, str, str], pastes: bool = True) -> Edit:
    """An edit of the contracts, which every version has."""
    return Edit(changes, frozenset(kinds.split()), says, pastes)


def only(version: str, kinds: str, says: str, *changes: tuple[str, str, str], pastes: bool = False) -> Edit:
    """An edit that one version alone notices."""
    stable = tuple({version} - {"v3"})
    return Edit(changes, frozenset(kinds.split()), says, pastes, stable, version == "v3")


def harmless(*changes: tuple[str, str, str]) -> Edit:
    return Edit(changes)


ROLES = "        role: {$ref: '#/components/schemas/UserRole'}\n"
NAME = "        name: {type: string, minLength: 1, maxLength: 100, pattern: '^[^\\u0000]*$'}\n        scopes"
REVOKED = "        '204': {description: The key is good for nothing any more.}\n"
LINE = "        quantity: {type: integer, format: int32, minimum: 1, maximum: 1000, example: 2}"

BREAKING = {
    "removing an operation": breaks(
        "operation-removed",
        "DELETE /api-keys/{id} is gone",
        (
            USERS,
            "    delete:\n      operationId: revokeApiKey",
            "    delete:\n      x-internal: true\n      operationId: revokeApiKey",
        ),
        pastes=False,
    ),
    "moving an operation to another path": breaks(
        "operation-removed", "POST /auth/refresh is gone", (USERS, "  /auth/refresh:", "  /auth/renew:"), pastes=False
    ),
    "answering with another status": breaks(
        "status-removed",
        "the status 204 is no longer declared",
        (USERS, REVOKED, REVOKED.replace("204", "205")),
        pastes=False,
    ),
    "dropping an error": breaks(
        "status-removed",
        "the status 409 is no longer declared (DELETE /users/{id})",
        (
            USERS,
            "        '409': {$ref: 'shared.yaml#/components/responses/Conflict'}\n"
            "        '412': {$ref: 'shared.yaml#/components/responses/PreconditionFailed'}\n"
            "        '503'",
            "        '412': {$ref: 'shared.yaml#/components/responses/PreconditionFailed'}\n        '503'",
        ),
    ),
    "dropping a media type": breaks(
        "request-media-type-removed",
        "application/json is no longer taken (PATCH /users/{id})",
        (
            USERS,
            "          application/json:\n            schema: {$ref: '#/components/schemas/PatchUserRequest'}\n"
            "            examples:\n              renamed:\n                summary: A new first name\n"
            "                value: {first_name: Johnny}\n",
            "",
        ),
        pastes=False,
    ),
    "removing a parameter": breaks(
        "parameter-removed",
        "the parameter `role` (query) is no longer taken (GET /users)",
        (
            USERS,
            "x-filterable: [id, email, username, first_name, last_name, role, status, created_at",
            "x-filterable: [id, email, username, first_name, last_name, status, created_at",
        ),
    ),
    "requiring a new parameter": breaks(
        "required-parameter-added",
        "the parameter `tenant` (query) is new and must be sent (GET /users)",
        (
            USERS,
            "        - name: created_after\n",
            "        - {name: tenant, in: query, required: true, schema: {type: string}, example: acme}\n"
            "        - name: created_after\n",
        ),
    ),
    "requiring a parameter": breaks(
        "parameter-became-required",
        "the parameter `search` must be sent now",
        (
            ORDERS,
            "        - name: search\n          in: query\n",
            "        - name: search\n          in: query\n          required: true\n",
        ),
    ),
    "removing a header": breaks(
        "header-removed",
        "the header `Location` is gone (POST /api-keys)",
        (
            USERS,
            "          description: The key, and what is known of it.\n          headers:\n"
            "            Location: {$ref: 'shared.yaml#/components/headers/Location'}\n",
            "          description: The key, and what is known of it.\n",
        ),
        pastes=False,
    ),
    "promising a header no longer": breaks(
        "header-became-optional",
        "the header `Location` may be missing now",
        (
            SHARED,
            "      description: Path of the resource that was created.\n      required: true\n",
            "      description: Path of the resource that was created.\n",
        ),
        pastes=False,
    ),
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
        (USERS, "      required: [token]", "      required: [token_text]"),
        (USERS, "        token: {type: string", "        token_text: {type: string"),
        (USERS, "value: {token: ", "value: {token_text: "),
    ),
    "requiring a new property": breaks(
        "required-property-added",
        "`reason` is new and must be sent (POST /auth/revoke)",
        (
            USERS,
            "      required: [token]\n      properties:\n",
            "      required: [token, reason]\n      properties:\n        reason: {type: string}\n",
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
    "asking for credentials": breaks(
        "security-added access-narrowed",
        "credentials are asked for now (POST /auth/revoke)",
        (
            USERS,
            "      description: As RFC 7009 has it, a token nobody knows is no error.\n      x-access: {anonymous: any}\n      security: []\n",
            "      description: As RFC 7009 has it, a token nobody knows is no error.\n      x-access: {user: own, admin: any}\n",
        ),
        (
            USERS,
            "        '204': {description: The session has ended.}\n",
            "        '204': {description: The session has ended.}\n"
            "        '401': {$ref: 'shared.yaml#/components/responses/Unauthorized'}\n"
            "        '403': {$ref: 'shared.yaml#/components/responses/Forbidden'}\n",
        ),
    ),
    "asking for no credentials": breaks(
        "security-removed access-widened",
        "credentials are no longer asked for (DELETE /api-keys/{id})",
        (
            USERS,
            "      description: Takes effect within 5 seconds, everywhere.\n      x-access: {user: own, admin: any}\n",
            "      description: Takes effect within 5 seconds, everywhere.\n      x-access: {anonymous: any}\n      security: []\n",
        ),
    ),
    "another place for a key": breaks(
        "security-scheme-changed",
        "the security scheme `ApiKeyAuth` was apiKey header X-API-Key and is apiKey query key",
        (SHARED, "      in: header\n      name: X-API-Key", "      in: query\n      name: key"),
    ),
    "letting fewer people in": breaks(
        "access-narrowed",
        "access of user was `own` and is `none` (GET /api-keys)",
        (
            USERS,
            "Revoked and expired ones are listed too.\n      x-access: {user: own, admin: any}",
            "Revoked and expired ones are listed too.\n      x-access: {admin: any}",
        ),
    ),
}

LIFETIMES = {
    "an earlier sunset": only(
        "v1",
        "sunset-shortened",
        "the sunset was 2026-06-01 and is 2026-05-01",
        (LIFE, "sunsetAt: 2026-06-01", "sunsetAt: 2026-05-01"),
    ),
    "a later deprecation with the same sunset": only(
        "v1",
        "deprecation-shortened",
        "deprecated since 2025-06-01, now since 2025-09-01",
        (LIFE, "deprecatedAt: 2025-06-01", "deprecatedAt: 2025-09-01"),
    ),
    "a deprecation with hardly any notice": only(
        "v2",
        "deprecation-shortened",
        "30 days from deprecation to sunset are less than 90",
        (
            LIFE,
            "  v2:\n    status: active\n",
            "  v2:\n    status: deprecated\n    deprecatedAt: 2026-12-01\n    sunsetAt: 2026-12-31\n",
        ),
    ),
    "back to beta": only(
        "v1",
        "version-weakened header-removed header-became-optional",
        "v1 was deprecated and is beta",
        (
            LIFE,
            "    status: deprecated\n    deprecatedAt: 2025-06-01\n    sunsetAt: 2026-06-01\n",
            "    status: beta\n",
        ),
    ),
    "another default version": only(
        "v2",
        "default-version-changed",
        "who names no version was answered by v2 and is by v1",
        (LIFE, "default: v2", "default: v1"),
    ),
    "an end that comes after the sunset": only(
        "v1",
        "version-ended",
        "after its sunset v1 was to be `serve` and is `gone`",
        (LIFE, "afterSunset: serve", "afterSunset: gone"),
    ),
    "another envelope": only(
        "v1",
        "response-property-removed",
        "`pages` is gone from answers",
        (ENVELOPES, "            required: [page, limit, total, pages]", "            required: [page, limit, total]"),
        (ENVELOPES, "              pages: {type: integer, minimum: 0}\n", ""),
    ),
    "an overlay that takes something away": only(
        "v2",
        "response-property-removed request-enum-narrowed request-bounds-narrowed",
        "`inventory` is gone from answers",
        (
            V2,
            "actions:\n",
            "actions:\n"
            "  - target: $.components.schemas.Product.properties.inventory\n    remove: true\n"
            "  - target: $.components.schemas.Product.required[?@ == 'inventory']\n    remove: true\n",
        ),
        pastes=True,
    ),
}

HARMLESS = {
    "another description": harmless((USERS, "description: Compared without regard to case.", "description: A or a.")),
    "another example": harmless((USERS, "      example: johndoe\n", "      example: janedoe\n")),
    "another order of properties": harmless(
        (
            USERS,
            ROLES + "        status: {$ref: '#/components/schemas/UserStatus'}\n",
            "        status: {$ref: '#/components/schemas/UserStatus'}\n" + ROLES,
        )
    ),
    "another order of parameters": harmless(
        (
            USERS,
            "        - $ref: 'shared.yaml#/components/parameters/Page'\n        - $ref: 'shared.yaml#/components/parameters/Limit'\n",
            "        - $ref: 'shared.yaml#/components/parameters/Limit'\n        - $ref: 'shared.yaml#/components/parameters/Page'\n",
        )
    ),
    "another order of values": harmless(
        (USERS, "      enum: [read, write, admin]", "      enum: [admin, write, read]")
    ),
    "another operationId": harmless((USERS, "operationId: getJwks", "operationId: getKeySet")),
    "another name of a path parameter": harmless(
        (
            USERS,
            "  /api-keys/{id}:\n    parameters:\n      - name: id\n",
            "  /api-keys/{key}:\n    parameters:\n      - name: key\n",
        )
    ),
    "a schema moves to components": harmless(
        (
            USERS,
            "        name: {type: string, example: nightly report}\n",
            "        name: {$ref: '#/components/schemas/KeyName'}\n",
        ),
        (USERS, "    ApiKeyPage:\n", "    KeyName: {type: string, example: nightly report}\n    ApiKeyPage:\n"),
    ),
    "a component gets another name": harmless((USERS, "TokenRequest", "SignInRequest")),
    "a schema is taken apart": harmless(
        (
            USERS,
            "    Token:\n      type: object\n      x-resource: token\n      required: [access_token, token_type, expires_in, refresh_token]\n      properties:\n        access_token: {type: string}\n",
            "    Bearer:\n      type: object\n      required: [access_token]\n      properties:\n        access_token: {type: string}\n"
            "    Token:\n      type: object\n      x-resource: token\n      allOf: [{$ref: '#/components/schemas/Bearer'}]\n      required: [token_type, expires_in, refresh_token]\n      properties:\n",
        )
    ),
    "an optional property of a request": harmless(
        (
            USERS,
            "        expires_in: {type: integer, minimum: 60",
            "        note: {type: string}\n        expires_in: {type: integer, minimum: 60",
        )
    ),
    "a property of an answer": harmless(
        (
            USERS,
            "        expires_at: {type: string, format: date-time, nullable: true}\n",
            "        expires_at: {type: string, format: date-time, nullable: true}\n        note: {type: string}\n",
        )
    ),
    "an optional parameter": harmless(
        (
            USERS,
            "        - name: created_after\n",
            "        - {name: tenant, in: query, schema: {type: string}, example: acme}\n        - name: created_after\n",
        )
    ),
    "another operation": harmless(
        (
            USERS,
            "    delete:\n      operationId: revokeApiKey",
            "    get:\n      operationId: getApiKey\n      x-access: {user: own, admin: any}\n      responses:\n        '200':\n          description: The key.\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/ApiKey'}\n        '400': {$ref: 'shared.yaml#/components/responses/BadRequest'}\n        '401': {$ref: 'shared.yaml#/components/responses/Unauthorized'}\n        '403': {$ref: 'shared.yaml#/components/responses/Forbidden'}\n        '404': {$ref: 'shared.yaml#/components/responses/NotFound'}\n        '503': {$ref: 'shared.yaml#/components/responses/ServiceUnavailable'}\n    delete:\n      operationId: revokeApiKey",
        )
    ),
    "wider bounds of a request": harmless((ORDERS, LINE, LINE.replace("1000", "2000"))),
    "narrower bounds of an answer": harmless(
        (
            USERS,
            "        expires_in: {type: integer, description: Seconds until",
            "        expires_in: {type: integer, minimum: 1, description: Seconds until",
        )
    ),
    "an answer that is never null": harmless(
        (
            USERS,
            "        expires_at: {type: string, format: date-time, nullable: true}\n",
            "        expires_at: {type: string, format: date-time}\n",
        )
    ),
    "a property of an answer that is always there": harmless(
        (
            USERS,
            "      x-page-of: ApiKey\n      required: [items, next_cursor]",
            "      x-page-of: ApiKey\n      required: [items, total, next_cursor]",
        )
    ),
    "a property of a request that need not be there": harmless(
        (USERS, "      required: [email, username]\n", "      required: [email]\n")
    ),
    "a later sunset": harmless((LIFE, "sunsetAt: 2026-06-01", "sunsetAt: 2027-06-01")),
    "a deprecation with notice": harmless(
        (
            LIFE,
            "  v2:\n    status: active\n",
            "  v2:\n    status: deprecated\n    deprecatedAt: 2026-12-01\n    sunsetAt: 2027-12-01\n",
        )
    ),
    "beta no longer": harmless((LIFE, "status: beta", "status: active")),
    "another error": harmless(
        (USERS, REVOKED, REVOKED + "        '409': {$ref: 'shared.yaml#/components/responses/Conflict'}\n")
    ),
}
