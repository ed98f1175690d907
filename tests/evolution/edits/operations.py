"""Edits of operations that clients notice."""

from tests.evolution.edits import ORDERS, SHARED, USERS, breaks

REVOKED = "        '204': {description: The key is good for nothing any more.}\n"

OPERATIONS = {
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
