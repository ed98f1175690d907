"""Automatic persisted queries: a client sends a query once, and from then on only its SHA-256."""

import hashlib

from graphql import GraphQLError

from gateway.graphql.documents import Recent, Refused

QUERIES = 500


class Persisted:
    """Texts by their digest, of this process; a client that is not understood sends the text again."""

    def __init__(self) -> None:
        self._texts: Recent[str] = Recent(QUERIES)

    def find(self, digest: str) -> str:
        """Raises `Refused` for a digest nobody has sent the text of."""
        text = self._texts.get(digest)
        if text is None:
            raise Refused([GraphQLError("PersistedQueryNotFound")], "PERSISTED_QUERY_NOT_FOUND")
        return text

    def check(self, digest: str, text: str) -> None:
        """Raises `Refused` for a text that is not the digest's."""
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != digest:
            raise Refused([GraphQLError("The query does not have this sha256Hash.")], "PERSISTED_QUERY_MISMATCH")

    def keep(self, digest: str, text: str) -> None:
        """To be called with a text that is a valid document, so that nobody fills the memory with nonsense."""
        self._texts.keep(digest, text)
