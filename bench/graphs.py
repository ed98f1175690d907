"""GraphQL: the same objects asked of Trellis, of graphql-core with DataLoaders and of PostGraphile, as each has it."""

from typing import Any

from bench.dataset import Dataset
from bench.load import LoadFailed, Request

USERS, ORDERS = 20, 5
USER = "id email username firstName lastName role status createdAt updatedAt"
ORDER = "id status total currency shippingAddress createdAt updatedAt"
PRODUCT = "id name description price currency inventory createdAt updatedAt"
PATH = "/api/v2/graphql"
PEER_PATH = "/graphql"

OURS = f"""{{ users(sort: {{field: USERNAME, order: DESC}}, pagination: {{first: {USERS}}}) {{ edges {{ node {{ {USER}
  orders(pagination: {{first: {ORDERS}}}) {{ edges {{ node {{ {ORDER}
    items {{ id quantity unitPrice total product {{ {PRODUCT} }} }} }} }} }} }} }} }} }}"""
CORE = f"""{{ users(first: {USERS}) {{ {USER}
  orders(first: {ORDERS}) {{ {ORDER} items {{ id quantity unitPrice total product {{ {PRODUCT} }} }} }} }} }}"""
POSTGRAPHILE = f"""{{ allUsers(first: {USERS}, orderBy: USERNAME_DESC) {{ nodes {{ {USER}
  shopOrdersByUserId(first: {ORDERS}, orderBy: CREATED_AT_DESC) {{ nodes {{ {ORDER}
    shopItemsByOrderId {{ nodes {{ id quantity unitPrice subtotal shopProductByProductId {{ {PRODUCT} }} }} }}
  }} }} }} }} }}"""
ONE = {
    PATH: f"query ($id: UUID!) {{ user(id: $id) {{ {USER} }} }}",
    "core": f"query ($id: String!) {{ user(id: $id) {{ {USER} }} }}",
    "postgraphile": f"query ($id: UUID!) {{ userById(id: $id) {{ {USER} }} }}",
}


def tree(data: Dataset) -> list[Request]:
    return [Request(PATH, {"query": OURS})]


def tree_of_core(data: Dataset) -> list[Request]:
    return [Request(PEER_PATH, {"query": CORE})]


def tree_of_postgraphile(data: Dataset) -> list[Request]:
    return [Request(PEER_PATH, {"query": POSTGRAPHILE})]


def one(data: Dataset) -> list[Request]:
    return [Request(PATH, {"query": ONE[PATH], "variables": {"id": id}}) for id in data.users]


def one_of_core(data: Dataset) -> list[Request]:
    return [Request(PEER_PATH, {"query": ONE["core"], "variables": {"id": id}}) for id in data.users]


def one_of_postgraphile(data: Dataset) -> list[Request]:
    return [Request(PEER_PATH, {"query": ONE["postgraphile"], "variables": {"id": id}}) for id in data.users]


def objects(answer: Any) -> list[object]:
    """The ids of users, orders, items and products, nested as they were asked for, items in no order; and the amounts,
    which PostGraphile writes as text."""
    users = _nodes(_root(answer))
    return [(user["id"], [_order(order) for order in _nodes(_relation(user, "orders"))]) for user in users]


def one_user(answer: Any) -> tuple[object, ...]:
    user = _root(answer)
    return tuple(user[name] for name in USER.split() if name not in ("role", "status", "createdAt", "updatedAt"))


def _root(answer: Any) -> Any:
    """Raises LoadFailed for an answer with errors."""
    if answer.get("errors"):
        raise LoadFailed(f"answered with errors: {answer['errors'][:2]}")
    return next(iter(answer["data"].values()))


def _order(order: Any) -> object:
    items = _nodes(_relation(order, "items"))
    lines = sorted((item["id"], item["quantity"], _relation(item, "product")["id"]) for item in items)
    return order["id"], float(order["total"]), lines


def _relation(parent: Any, name: str) -> Any:
    """`orders`, or what PostGraphile makes of it."""
    return next(value for key, value in parent.items() if name in key.lower() and isinstance(value, dict | list))


def _nodes(found: Any) -> list[Any]:
    if isinstance(found, list):
        return found
    return found["nodes"] if "nodes" in found else [edge["node"] for edge in found["edges"]]
