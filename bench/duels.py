"""Two sides that answer the same question: who is asked, what, and what must be the same in the answers."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from urllib.error import URLError

from bench import graphs
from bench.answers import Facts, numbered_page, placed_order, row_ids, user_figures
from bench.arena import (
    GATEWAY,
    GRAPHQL_PEER,
    OPEN_POSTGRAPHILE,
    PEER,
    POSTGRAPHILE,
    REMEMBERING_PEER,
    TITLES,
    UNTRACKED,
    Arena,
    call,
)
from bench.dataset import SEED, Dataset
from bench.load import CONNECTIONS, LoadFailed, Request, Target
from bench.rounds import Comparison, Plan, alternate

PAGES = 50
LIMIT = 20
ORDER_PAGES = 10
ORDER_LIMIT = 50
ORDERS_TO_PLACE = 2_000
LINES = 3
# Requests whose answers are compared before a duel.
PROBES = 5
GRAPHS = f"GraphQL: {graphs.USERS} users × {graphs.ORDERS} orders × items × product, one process, 8 connections"
ONE = "GraphQL: one user by id, one process"

Requests = Callable[[Dataset], list[Request]]


@dataclass(frozen=True, slots=True)
class Side:
    """Who is asked, and the requests made from the dataset."""

    label: str
    contender: str
    requests: Requests


@dataclass(frozen=True, slots=True)
class Duel:
    """One comparison. The n-th requests of both sides have answers with the same facts."""

    name: str
    title: str
    topology: str
    left: Side
    right: Side
    facts: Facts
    connections: int = CONNECTIONS

    @property
    def contenders(self) -> set[str]:
        return {self.left.contender, self.right.contender}


def single(version: str) -> Requests:
    """One user, any of the dataset's."""
    return lambda data: [Request(f"/api/{version}/users/{id}") for id in data.users]


def random_page(data: Dataset) -> list[Request]:
    """One of the first fifty pages of users."""
    return [Request(f"/api/v2/users?page={page}&limit={LIMIT}") for page in range(1, PAGES + 1)]


def first_page(version: str) -> Requests:
    """The newest users; a cursor version takes no page number."""
    page = "" if version == "v3" else "page=1&"
    return lambda data: [Request(f"/api/{version}/users?{page}limit={LIMIT}")]


def random_page_of_orders(data: Dataset) -> list[Request]:
    """One of the first ten pages, with what was ordered."""
    pages = range(1, ORDER_PAGES + 1)
    return [Request(f"/api/v2/orders?page={page}&limit={ORDER_LIMIT}&include=items") for page in pages]


def orders_to_place(data: Dataset) -> list[Request]:
    """Orders of three distinct products, in the names of all kinds of users."""
    random = Random(SEED)
    return [_order_to_place(random, data) for _ in range(ORDERS_TO_PLACE)]


def _order_to_place(random: Random, data: Dataset) -> Request:
    lines = [{"product_id": id, "quantity": random.randint(1, 3)} for id in random.sample(data.products, LINES)]
    body = {"items": lines, "shipping_address": f"{random.randint(1, 999)} Main Street"}
    return Request(f"/api/v2/users/{random.choice(data.users)}/orders", body)


def _against_peer(
    name: str,
    title: str,
    requests: Requests,
    facts: Facts,
    *,
    topology: str = "embedded",
    peer: str = PEER,
    connections: int = CONNECTIONS,
) -> Duel:
    ours, theirs = (Side(TITLES[contender], contender, requests) for contender in (GATEWAY, peer))
    return Duel(name, title, topology, ours, theirs, facts, connections)


def _graphs(
    name: str,
    title: str,
    facts: Facts,
    peer: str,
    ours: Requests,
    theirs: Requests,
    connections: int = CONNECTIONS,
) -> Duel:
    """GraphQL: each side is asked in its own words."""
    left, right = Side(TITLES[GATEWAY], GATEWAY, ours), Side(TITLES[peer], peer, theirs)
    return Duel(name, title, "embedded", left, right, facts, connections)


def _between_versions(name: str, title: str, older: str, newer: str, requests: Callable[[str], Requests]) -> Duel:
    left, right = (Side(version, GATEWAY, requests(version)) for version in (older, newer))
    return Duel(name, title, "embedded", left, right, row_ids)


# Placing orders makes the tables larger, so it is the last of its topology.
DUELS = (
    _against_peer("single", "one user by id, v2, one process", single("v2"), user_figures),
    _against_peer(
        "single-remembering",
        "one user by id, v2, one process, against a peer remembering verified tokens",
        single("v2"),
        user_figures,
        peer=REMEMBERING_PEER,
    ),
    _against_peer(
        "single-c1", "one user by id, v2, one process, one connection", single("v2"), user_figures, connections=1
    ),
    Duel(
        "usage",
        "one user by id, v2, one process, usage tracked against not tracked",
        "embedded",
        Side("tracked", GATEWAY, single("v2")),
        Side("not tracked", UNTRACKED, single("v2")),
        user_figures,
    ),
    _against_peer("list", f"{LIMIT} users, random page, v2, one process", random_page, numbered_page),
    _between_versions("v1-v3", "one user by id, v1 against v3", "v1", "v3", single),
    _between_versions("v2-v3", "one user by id, v2 against v3", "v2", "v3", single),
    _between_versions("v1-v3-list", f"first {LIMIT} users, v1 (page) against v3 (cursor)", "v1", "v3", first_page),
    _between_versions("v2-v3-list", f"first {LIMIT} users, v2 (page) against v3 (cursor)", "v2", "v3", first_page),
    _against_peer(
        "orders-list",
        f"{ORDER_LIMIT} orders with their items, random page, v2, one process",
        random_page_of_orders,
        numbered_page,
    ),
    _graphs("graphql", GRAPHS, graphs.objects, GRAPHQL_PEER, graphs.tree, graphs.tree_of_core, 8),
    _graphs("graphql-postgraphile", GRAPHS, graphs.objects, POSTGRAPHILE, graphs.tree, graphs.tree_of_postgraphile, 8),
    _graphs(
        "graphql-postgraphile-open",
        f"{GRAPHS}, against a peer that asks for no token",
        graphs.objects,
        OPEN_POSTGRAPHILE,
        graphs.tree,
        graphs.tree_of_postgraphile,
        8,
    ),
    _graphs("graphql-single", ONE, graphs.one_user, GRAPHQL_PEER, graphs.one, graphs.one_of_core),
    _graphs("graphql-single-postgraphile", ONE, graphs.one_user, POSTGRAPHILE, graphs.one, graphs.one_of_postgraphile),
    _graphs(
        "graphql-single-postgraphile-open",
        f"{ONE}, against a peer that asks for no token",
        graphs.one_user,
        OPEN_POSTGRAPHILE,
        graphs.one,
        graphs.one_of_postgraphile,
    ),
    _against_peer(
        "orders-post", f"placing an order of {LINES} products, v2, one process", orders_to_place, placed_order
    ),
    _against_peer("split", "one user by id, v2, split processes", single("v2"), user_figures, topology="split"),
)


def fight(duel: Duel, arena: Arena, plan: Plan) -> Comparison:
    """Checks that both sides answer alike, then loads them in turn.

    Raises LoadFailed when the answers differ or a request fails.
    """
    left, right = (_target(side, arena) for side in (duel.left, duel.right))
    _compare_answers(left, right, duel.facts)
    return alternate(duel.title, left, right, plan, duel.connections)


def _target(side: Side, arena: Arena) -> Target:
    return Target(side.label, arena.servers[side.contender].origin, side.requests(arena.data), arena.admin.token())


def _compare_answers(left: Target, right: Target, facts: Facts) -> None:
    step = max(1, len(left.requests) // PROBES)
    for a, b in list(zip(left.requests, right.requests, strict=True))[::step]:
        ours, theirs = _facts_at(left, a, facts), _facts_at(right, b, facts)
        if not ours or ours != theirs:
            raise LoadFailed(f"{left.name} {a} and {right.name} {b} are answered differently:\n{ours}\n{theirs}")


def _facts_at(target: Target, request: Request, facts: Facts) -> object:
    try:
        return facts(call(target.origin + request.path, token=target.token, body=request.body))
    except URLError as error:
        raise LoadFailed(f"{target.name} {request}: {error}") from error
