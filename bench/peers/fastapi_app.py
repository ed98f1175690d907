"""The FastAPI peer: users and orders in one process, as one small service.

Run by uvicorn with uvloop and httptools. Environment: `DATABASE_URL`; `JWKS`, an http address or a file with
the JSON Web Key Set that signs access tokens; `JWT_ISSUER`, `JWT_AUDIENCE`; `POOL_SIZE` (10); `REMEMBER_TOKENS` (0),
with 1 a token's signature is checked once and not on every request.

It is spared rate limits, API keys, Idempotency-Key, filters, and the question whether the session behind a token
still lives.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from fastapi import FastAPI

from bench.peers import fastapi_orders, fastapi_users
from bench.peers.fastapi_auth import RememberingVerifier, TokenVerifier, Verifier, read_jwks
from bench.peers.fastapi_errors import add_error_handlers
from bench.peers.fastapi_requests import Pool, RequestContext


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    size = int(os.environ.get("POOL_SIZE", "10"))
    verifier: Verifier = TokenVerifier(
        keys=await asyncio.to_thread(read_jwks, os.environ["JWKS"]),
        issuer=os.environ["JWT_ISSUER"],
        audience=os.environ["JWT_AUDIENCE"],
    )
    if os.environ.get("REMEMBER_TOKENS", "0") == "1":
        verifier = RememberingVerifier(verifier)
    app.state.verifier = verifier
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size) as pool:
        app.state.pool = pool
        yield


app = FastAPI(title="Users and orders", version="2.0.0", lifespan=lifespan)
app.add_middleware(RequestContext)
add_error_handlers(app)
app.include_router(fastapi_users.router)
app.include_router(fastapi_orders.router)


@app.get("/readyz")
async def readyz(pool: Pool) -> dict[str, str]:
    await pool.fetchval("SELECT 1")
    return {"status": "ready"}
