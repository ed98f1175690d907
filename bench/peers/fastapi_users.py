"""The users endpoints as a careful FastAPI team would write them: asyncpg, pydantic v2, PyJWT.

Run by uvicorn with uvloop and httptools. Environment: `DATABASE_URL`; `JWKS`, an http address or a file with
the JSON Web Key Set that signs access tokens; `JWT_ISSUER`, `JWT_AUDIENCE`; `POOL_SIZE` (10).

There is no orders table here, so a user's figures on orders are constants; the peer is spared that query.
"""

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from urllib.request import urlopen
from uuid import UUID, uuid4

import asyncpg
import jwt
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.peers.fastapi_schemas import Links, Meta, Pagination, User, UserAnswer, UserDetail, UserPageAnswer

API_VERSION = "v2"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")

USER_COLUMNS = "id, email, username, first_name, last_name, role, status, created_at, updated_at"
SELECT_USER = f"SELECT {USER_COLUMNS}, last_login_at FROM users.users WHERE id = $1"
COUNT_USERS = "SELECT count(*) FROM users.users"
# Both keys in one direction, so that the index on (created_at, id) is read backwards without a sort.
SELECT_PAGE = f"SELECT {USER_COLUMNS} FROM users.users ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2"


class RequestContext:
    """Gives every request an id and a start time, and every answer its `X-Request-ID` and `API-Version`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {}).update(request_id=request_id, started=time.perf_counter())

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = request_id
                headers["API-Version"] = API_VERSION
            await send(message)

        await self.app(scope, receive, send_with_headers)


@dataclass(frozen=True, slots=True)
class TokenVerifier:
    """Checks signature, expiry, issuer and audience of an access token."""

    keys: dict[str | None, jwt.PyJWK]
    issuer: str
    audience: str

    def claims(self, token: str) -> dict[str, Any]:
        key = self.keys.get(jwt.get_unverified_header(token).get("kid"))
        if key is None:
            raise jwt.InvalidKeyError("unknown key")
        return jwt.decode(
            token,
            key,
            algorithms=["EdDSA"],
            issuer=self.issuer,
            audience=self.audience,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )


def read_jwks(source: str) -> dict[str | None, jwt.PyJWK]:
    if source.startswith(("http://", "https://")):
        with urlopen(source, timeout=5) as answer:
            document = json.load(answer)
    else:
        document = json.loads(Path(source).read_text())
    return {key.key_id: key for key in jwt.PyJWKSet.from_dict(document).keys}


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    size = int(os.environ.get("POOL_SIZE", "10"))
    app.state.verifier = TokenVerifier(
        keys=await asyncio.to_thread(read_jwks, os.environ["JWKS"]),
        issuer=os.environ["JWT_ISSUER"],
        audience=os.environ["JWT_AUDIENCE"],
    )
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=size, max_size=size) as pool:
        app.state.pool = pool
        yield


app = FastAPI(title="Users", version="2.0.0", lifespan=lifespan)
app.add_middleware(RequestContext)
bearer = HTTPBearer(auto_error=False)


@dataclass(frozen=True, slots=True)
class Caller:
    user_id: UUID
    role: str

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"


async def get_pool(request: Request) -> asyncpg.Pool:
    return request.app.state.pool


async def get_caller(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Caller:
    if credentials is None:
        raise HTTPException(401, "Authentication is required.", headers={"WWW-Authenticate": "Bearer"})
    try:
        claims = request.app.state.verifier.claims(credentials.credentials)
        return Caller(user_id=UUID(claims["sub"]), role=claims["role"])
    except (jwt.PyJWTError, KeyError, ValueError):
        challenge = 'Bearer error="invalid_token"'
        raise HTTPException(401, "The token is not valid.", headers={"WWW-Authenticate": challenge}) from None


async def require_admin(caller: Annotated[Caller, Depends(get_caller)]) -> Caller:
    if not caller.is_admin:
        raise HTTPException(403, "Only an admin may do this.")
    return caller


async def require_self_or_admin(user_id: UUID, caller: Annotated[Caller, Depends(get_caller)]) -> Caller:
    if not caller.is_admin and caller.user_id != user_id:
        raise HTTPException(404, "There is no such user.")
    return caller


Pool = Annotated[asyncpg.Pool, Depends(get_pool)]


def meta_of(request: Request) -> Meta:
    return Meta(
        request_id=request.state.request_id,
        timestamp=datetime.now(UTC),
        processing_time_ms=round((time.perf_counter() - request.state.started) * 1000, 3),
    )


@app.get("/api/v2/users/{user_id}", dependencies=[Depends(require_self_or_admin)])
async def get_user(user_id: UUID, request: Request, pool: Pool) -> UserAnswer:
    row = await pool.fetchrow(SELECT_USER, user_id)
    if row is None:
        raise HTTPException(404, "There is no such user.")
    return UserAnswer(data=UserDetail(**row), meta=meta_of(request))


@app.get("/api/v2/users", dependencies=[Depends(require_admin)])
async def list_users(
    request: Request,
    response: Response,
    pool: Pool,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> UserPageAnswer:
    async with pool.acquire() as connection:
        total = await connection.fetchval(COUNT_USERS)
        rows = await connection.fetch(SELECT_PAGE, limit, (page - 1) * limit)
    pages = -(-total // limit)
    pagination = Pagination(
        page=page, limit=limit, total=total, total_pages=pages, has_next=page < pages, has_prev=page > 1
    )
    links = page_links(request.url.path, pagination)
    response.headers["X-Total-Count"] = str(total)
    response.headers["X-Total-Pages"] = str(pages)
    response.headers["X-Current-Page"] = str(page)
    response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links if url)
    return UserPageAnswer(data=[User(**row) for row in rows], meta=meta_of(request), pagination=pagination, links=links)


def page_links(path: str, at: Pagination) -> Links:
    def link(page: int) -> str:
        return f"{path}?page={page}&limit={at.limit}"

    return Links(
        self=link(at.page),
        first=link(1),
        prev=link(at.page - 1) if at.has_prev else None,
        next=link(at.page + 1) if at.has_next else None,
        last=link(max(at.total_pages, 1)),
    )


@app.get("/readyz")
async def readyz(pool: Pool) -> dict[str, str]:
    await pool.fetchval("SELECT 1")
    return {"status": "ready"}


@app.exception_handler(StarletteHTTPException)
async def refuse(request: Request, error: StarletteHTTPException) -> JSONResponse:
    code = {401: "UNAUTHORIZED", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}.get(
        error.status_code, "ERROR"
    )
    return error_answer(request, error.status_code, code, str(error.detail), [], error.headers)


@app.exception_handler(RequestValidationError)
async def refuse_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    details = [{"field": ".".join(map(str, item["loc"][1:])), "message": item["msg"]} for item in error.errors()]
    return error_answer(request, 400, "BAD_REQUEST", "A parameter is invalid.", details, None)


def error_answer(
    request: Request, status: int, code: str, message: str, details: list[dict[str, str]], headers: Any
) -> JSONResponse:
    body = {"code": code, "message": message, "details": details, "request_id": request.state.request_id}
    return JSONResponse(body, status_code=status, headers=headers)
