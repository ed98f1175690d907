"""A thin client of the public API, and what it brings back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from multidict import CIMultiDictProxy

# Argon2 hashes begin like this. No answer to anybody ever holds one, so every answer of the suite is looked at.
PASSWORD_HASH = b"$argon2"


@dataclass(frozen=True)
class Answer:
    """One response, read to its end."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        """The resource in the envelope of v2 and v3."""
        return self.json()["data"]

    @property
    def violations(self) -> set[str]:
        """The fields an error of v2 or v3 names."""
        return {violation["field"] for violation in self.json()["details"]}

    @property
    def links(self) -> dict[str, str]:
        """The targets of the Link header by relation (RFC 8288)."""
        found = {}
        for link in self.headers.get("Link", "").split(", "):
            target, _, parameters = link.partition(">; ")
            found[parameters.split('"')[1]] = target.removeprefix("<")
        return found


@dataclass(frozen=True)
class Api:
    """A caller: where it asks, below which prefix, and with which token."""

    session: aiohttp.ClientSession
    base: str
    prefix: str = "/api/v2"
    token: str | None = None

    def version(self, name: str) -> "Api":
        """The same caller in another version, by path."""
        return replace(self, prefix=f"/api/{name}")

    @property
    def negotiating(self) -> "Api":
        """The same caller below `/api`, where the path names no version."""
        return replace(self, prefix="/api")

    @property
    def root(self) -> "Api":
        """The same caller outside the API."""
        return replace(self, prefix="")

    def at(self, base: str) -> "Api":
        """The same caller at another gateway."""
        return replace(self, base=base)

    def holding(self, token: str | None) -> "Api":
        """A caller with another access token."""
        return replace(self, token=token)

    async def request(
        self,
        method: str,
        path: str,
        json: Any = None,
        *,
        body: bytes | None = None,
        query: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Sends `json`, or `body` exactly as it is; both travel as application/json unless `headers` says else."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token is not None else {}
        content = _encoded(json) if json is not None else body
        if content is not None:
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        async with self.session.request(
            method,
            self.base + self.prefix + path,
            params=query,
            data=content,
            headers=sent,
            skip_auto_headers=("Content-Type",),
            allow_redirects=False,
        ) as response:
            answer = Answer(response.status, response.headers, await response.read())
        assert PASSWORD_HASH not in answer.body
        return answer

    async def get(self, path: str, **options: Any) -> Answer:
        return await self.request("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> Answer:
        return await self.request("POST", path, json, **options)

    async def put(self, path: str, json: Any = None, **options: Any) -> Answer:
        return await self.request("PUT", path, json, **options)

    async def patch(self, path: str, json: Any = None, **options: Any) -> Answer:
        return await self.request("PATCH", path, json, **options)

    async def delete(self, path: str, **options: Any) -> Answer:
        return await self.request("DELETE", path, **options)

    async def sign_in(self, username: str, password: str) -> Answer:
        return await self.post("/auth/token", {"username": username, "password": password})

    async def signed_in(self, username: str, password: str) -> "Api":
        """This caller with a session of its own."""
        answer = await self.sign_in(username, password)
        assert answer.status == 200, answer.body
        return self.holding(answer.data["access_token"])


class Keyed:
    """A program that holds an API key and nothing else."""

    def __init__(self, api: Api, key: str) -> None:
        self._api = api.holding(None)
        self._headers = {"X-API-Key": key}

    async def request(self, method: str, path: str, json: Any = None) -> Answer:
        return await self._api.request(method, path, json, headers=self._headers)

    async def get(self, path: str) -> Answer:
        return await self.request("GET", path)


def _encoded(value: Any) -> bytes:
    return json.dumps(value).encode()
