"""A GraphQL client on top of the thin one."""

from dataclasses import dataclass
from typing import Any

from tests.api import Answer, Api

PATH = "/graphql"


@dataclass(frozen=True)
class Graph:
    """A caller that speaks GraphQL."""

    api: Api

    async def post(self, query: str, variables: Any = None, **options: Any) -> Answer:
        """The whole answer, whatever its status."""
        body = {"query": query} | ({} if variables is None else {"variables": variables})
        return await self.api.post(PATH, body, **options)

    async def ask(self, query: str, /, **variables: Any) -> Any:
        """The data of an operation that has no errors."""
        answer = await self.post(query, variables)
        assert answer.status == 200, answer.body
        result = answer.json()
        assert "errors" not in result, result["errors"]
        return result["data"]

    async def fail(self, query: str, /, **variables: Any) -> list[Any]:
        """The errors of an operation that has some."""
        answer = await self.post(query, variables)
        errors: list[Any] = answer.json().get("errors", [])
        assert errors, answer.body
        return errors
