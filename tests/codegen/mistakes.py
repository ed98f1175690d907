"""Mistakes that a spec may hold, and what must be said of each."""

from dataclasses import dataclass

USERS = "specs/openapi/users.yaml"
ORDERS = "specs/openapi/orders.yaml"
REALTIME = "specs/openapi/realtime.yaml"
SHARED = "specs/openapi/shared.yaml"
LIFE = "specs/versions/lifecycle.yaml"
SERVE = "afterSunset: serve"
BROWNOUTS = "afterSunset: brownout\n    brownouts: [{}]"
HOURS = "2026-06-08T12:00:00Z/2026-06-08T14:00:00Z"
V3 = "specs/versions/v3.overlay.yaml"


@dataclass(frozen=True)
class Mistake:
    """An edit of a file, how many lines below it the finding stands, and what it must say."""

    file: str
    old: str
    new: str
    says: str
    below: int = 0


MISTAKES = {
    "no operationId": Mistake(USERS, "      operationId: listUsers\n", "", "an operation without operationId", -1),
    "operationId twice": Mistake(USERS, "operationId: getJwks", "operationId: getUser", "is that of GET /users/{id}"),
    "operationId in snake case": Mistake(USERS, "operationId: getJwks", "operationId: get_jwks", "not lowerCamelCase"),
    "stream of another kind": Mistake(REALTIME, "x-stream: events", "x-stream: smoke", "x-stream is `smoke`"),
    "stream that is no event stream": Mistake(
        REALTIME, "            text/event-stream:", "            text/plain:", "a stream of events that is not", -30
    ),
    "last event of what is no stream": Mistake(
        USERS,
        "        - $ref: 'shared.yaml#/components/parameters/IfNoneMatch'",
        "        - $ref: 'shared.yaml#/components/parameters/LastEventId'",
        "LastEventId without a stream of events",
        -1,
    ),
    "keyword": Mistake(USERS, "operationId: getJwks", "operationId: import", "a keyword of Python"),
    "no access": Mistake(
        USERS, "      x-access: {admin: any}\n      x-sortable", "      x-sortable", "nobody is said", -5
    ),
    "unknown role": Mistake(USERS, "{user: own, admin: any, owner: id}", "{root: any, admin: any}", "no role `root`"),
    "unknown scope": Mistake(USERS, "{user: own, admin: any, owner: id}", "{admin: all}", "x-access.admin is `all`"),
    "unknown owner": Mistake(USERS, "owner: id", "owner: userId", "owner `userId` is no path parameter"),
    "secured but anonymous": Mistake(
        USERS, "{anonymous: any}\n      security: []", "{anonymous: any}", "security does not"
    ),
    "unsecured but not anonymous": Mistake(USERS, "{anonymous: any}", "{admin: any}", "asks for no credentials", 1),
    "open request": Mistake(
        USERS,
        "    CreateUserRequest:\n      type: object\n      additionalProperties: false",
        "    CreateUserRequest:\n      type: object",
        "takes unknown members",
    ),
    "no example of a path parameter": Mistake(
        USERS, "        example: 7b0c6f0e-3f5d-4c55-9c8e-0a8a2f1b6d11\n    get", "    get", "`id` has no example", -5
    ),
    "no 503": Mistake(
        USERS,
        "        '503': {$ref: 'shared.yaml#/components/responses/ServiceUnavailable'}\n    post",
        "    post",
        "listUsers does not declare 503",
        -9,
    ),
    "sorting by nothing": Mistake(USERS, "x-sortable: [created_at", "x-sortable: [height", "names height"),
    "sorting by default": Mistake(USERS, "x-sort-default: '-created_at'", "x-sort-default: height", "cannot sort by"),
    "filtering by nothing": Mistake(USERS, "x-filterable: [id", "x-filterable: [ids", "names ids"),
    "filtering by a list": Mistake(
        USERS, "x-filterable: [id, user_id, name", "x-filterable: [scopes, id, name", "no plain"
    ),
    "one attribute for two parameters": Mistake(
        USERS,
        "- name: created_after",
        "- name: created_at-gte",
        "`created_at-gte` and `created_at[gte]` are one attribute",
        -7,
    ),
    "a parameter of the gateway's": Mistake(
        USERS, "- name: created_after", "- name: include", "has a parameter `include` of its own"
    ),
    "unknown header": Mistake(
        USERS,
        "        - $ref: 'shared.yaml#/components/parameters/IfNoneMatch'",
        "        - {name: X-Mood, in: header, schema: {type: string}}",
        "header parameter `X-Mood` reaches no handler",
    ),
    "cookie": Mistake(
        USERS,
        "- name: created_after\n          in: query",
        "- name: mood\n          in: cookie",
        "cookie parameter `mood`",
    ),
    "a condition without its answer": Mistake(
        USERS,
        "        '304': {$ref: 'shared.yaml#/components/responses/NotModified'}\n",
        "",
        "does not declare 304",
        -8,
    ),
    "an answer without its condition": Mistake(
        USERS,
        "        '204': {description: The session",
        "        '412': {description: No.}\n        '204': {description: The session",
        "412 without",
    ),
    "nothing to match": Mistake(
        USERS,
        "          description: The user with figures on its orders.\n          headers:\n            ETag:",
        "          description: The user with figures on its orders.\n          headers:\n            Tag:",
        "nothing to match",
        -1,
    ),
    "a key for what may be repeated anyway": Mistake(
        USERS, "parameters/IfNoneMatch'", "parameters/IdempotencyKey'", "IdempotencyKey on GET means nothing", -1
    ),
    "projecting nothing": Mistake(
        USERS,
        "      x-envelope: none\n",
        "      x-envelope: none\n      x-projectable: true\n",
        "no resource is answered",
        1,
    ),
    "projecting perhaps": Mistake(USERS, "x-projectable: true", "x-projectable: 1", "is not `true`"),
    "including nothing": Mistake(ORDERS, "x-includable: [items]", "x-includable: []", "is no list of relations"),
    "including what is not related": Mistake(
        ORDERS, "x-includable: [items]", "x-includable: [parcels]", "`parcels` leads"
    ),
    "including without the parent": Mistake(
        USERS, "x-includable: [orders, orders.items]", "x-includable: [orders.items]", "list its parent too"
    ),
    "including too deep": Mistake(
        USERS, "x-includable: [orders, orders.items]", "x-includable: [orders.items.product]", "more than 2 steps away"
    ),
    "including for those who may not": Mistake(
        USERS,
        "      x-access: {admin: any}\n      x-sortable",
        "      x-access: {anonymous: any}\n      x-sortable",
        "anonymous may list and not follow `orders`",
        4,
    ),
    "relation to no operation": Mistake(
        USERS,
        "{operation: listOrdersOfUsers,",
        "{operation: listOrdersOfFriends,",
        "no operation `listOrdersOfFriends`",
    ),
    "relation by an operation for everybody": Mistake(
        USERS, "{operation: listOrdersOfUsers,", "{operation: listOrders,", "`listOrders` is not internal"
    ),
    "relation to something else": Mistake(
        USERS, "resource: Order}", "resource: User}", "does not answer an array of User"
    ),
    "relation by no list": Mistake(USERS, "parameter: user_ids", "parameter: limit", "`limit` of"),
    "relation by no property": Mistake(USERS, "user_ids, key: id", "user_ids, key: ids", "key `ids` is no property"),
    "relation by the wrong property": Mistake(
        USERS, "user_ids, key: id", "user_ids, key: email", "is not what `user_ids`"
    ),
    "half a relation": Mistake(
        USERS, "user_ids, key: id, resource: Order}", "user_ids}", "a relation that is not complete"
    ),
    "page of nothing": Mistake(USERS, "x-page-of: User", "x-page-of: Person", "`Person`, which is no schema"),
    "no resource": Mistake(USERS, "      x-resource: token\n", "", "`Token` is answered and has no x-resource", -2),
    "wrong example": Mistake(USERS, "value: {first_name: Johnny}", "value: {first_name: 7}", "7 is not of type"),
    "wrong example of a property": Mistake(
        USERS,
        "order_count: {type: integer, minimum: 0, example: 3}",
        "order_count: {type: integer, minimum: 0, example: -3}",
        "the example breaks its schema",
    ),
    "broken pattern": Mistake(USERS, "pattern: '^[A-Z]{3}$'", "pattern: '^[A-Z{3}$'", "pattern does not compile"),
    "dangling reference": Mistake(USERS, "schemas/TokenRequest'", "schemas/TokenRequests'", "leads nowhere"),
    "dangling shared reference": Mistake(USERS, "headers/Location'", "headers/Place'", "leads nowhere"),
    "foreign file": Mistake(
        USERS, "'#/components/schemas/TokenRequest'", "'orders.yaml#/components/schemas/A'", "another file"
    ),
    "not OpenAPI": Mistake(USERS, "description: The user's id.", "descriptoin: The user's id.", "descriptoin"),
    "undeclared path parameter": Mistake(USERS, "  /auth/session:", "  /auth/{session}:", "`{session}` of the path", 1),
    "doubled key": Mistake(
        USERS, "      tags: [users]", "      tags: [users]\n      tags: [people]", "`tags` is written twice", 1
    ),
    "not YAML": Mistake(SHARED, "openapi: 3.0.3", "openapi: [3.0.3", "not YAML", 1),
    "no such default": Mistake(LIFE, "default: v2", "default: v9", "`v9` does not exist"),
    "unknown status": Mistake(LIFE, "status: beta", "status: gamma", "unknown status `gamma`"),
    "deprecated without a date": Mistake(LIFE, "    deprecatedAt: 2025-06-01\n", "", "since when?", -2),
    "sunset before deprecation": Mistake(LIFE, "sunsetAt: 2026-06-01", "sunsetAt: 2024-06-01", "before deprecation"),
    "brownout without hours": Mistake(LIFE, SERVE, "afterSunset: brownout", "brownout, but when?"),
    "hours without a brownout": Mistake(
        LIFE, SERVE, f"afterSunset: serve\n    brownouts: [{HOURS}]", "brownouts of a version without any", 1
    ),
    "brownout that is no interval": Mistake(LIFE, SERVE, BROWNOUTS.format("2026-06-08"), "is no interval", 1),
    "brownout that ends before it begins": Mistake(
        LIFE, SERVE, BROWNOUTS.format("2026-06-08T12:00:00Z/2026-06-08T12:00:00Z"), "ends before it begins", 1
    ),
    "brownout before the sunset": Mistake(
        LIFE, SERVE, BROWNOUTS.format("2026-05-08T12:00:00Z/2026-05-08T13:00:00Z"), "begins before the sunset", 1
    ),
    "brownouts that overlap": Mistake(
        LIFE, SERVE, BROWNOUTS.format(f"{HOURS}, {HOURS}"), "the end of the one before", 1
    ),
    "gone without a sunset": Mistake(
        LIFE, "    sunsetAt: 2026-06-01\n    afterSunset: serve", "    afterSunset: gone", "no sunset"
    ),
    "a date that is none": Mistake(LIFE, "sunsetAt: 2026-06-01", "sunsetAt: 2026-06-31", "`2026-06-31` is no date"),
    "a successor that is older": Mistake(
        LIFE, "    status: active\n", "    status: active\n    successor: v1\n", "`v1` is older than `v2`", 1
    ),
    "a successor that ends first": Mistake(
        LIFE,
        "    status: active\n",
        "    status: deprecated\n    deprecatedAt: 2025-06-01\n    sunsetAt: 2026-05-01\n",
        "the successor `v2` ends on 2026-05-01, no later than `v1`",
        -4,
    ),
    "a beta by default": Mistake(LIFE, "default: v2", "default: v3", "the default version `v3` is beta"),
    "a misspelt member": Mistake(LIFE, "sunsetAt: 2026-06-01", "sunsetsAt: 2026-06-01", "a version has no `sunsetsAt`"),
    "features that are no list": Mistake(
        LIFE, "features: [basic_crud, pagination, filtering]\n", "features: all\n", "features is no list of texts"
    ),
    "no such successor": Mistake(LIFE, "successor: v2", "successor: v7", "`v7` does not exist"),
    "no such envelope": Mistake(V3, "x-envelope: cursor", "x-envelope: paper", "`paper` is not in envelopes.yaml"),
    "envelope without a place for what is included": Mistake(
        "specs/versions/envelopes.yaml", "          included: '{included}'\n", "", "no place for related resources", -9
    ),
    "overlay that matches nothing": Mistake(V3, "parameters/Page'", "parameters/Pages'", "matches nothing"),
    "overlay that is not JSONPath": Mistake(V3, "$.paths[*][*]", "$.paths[*", "is not JSONPath"),
    "overlay that does nothing": Mistake(
        V3, "    remove: true", "    x-remove: true", "neither updates nor removes", -2
    ),
}
