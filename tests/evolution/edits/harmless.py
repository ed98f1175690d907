"""Edits that no client notices."""

from tests.evolution.edits import LIFE, ORDERS, USERS, harmless

ROLES = "        role: {$ref: '#/components/schemas/UserRole'}\n"
REVOKED = "        '204': {description: The key is good for nothing any more.}\n"
LINE = "        quantity: {type: integer, format: int32, minimum: 1, maximum: 1000, example: 2}"

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
    "members that may be chosen": harmless(
        (
            ORDERS,
            "      operationId: getUserOrderStats\n",
            "      operationId: getUserOrderStats\n      x-projectable: true\n",
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
