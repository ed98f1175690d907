"""Sessions: opened with a password, renewed with a refresh token, ended by hand or by misuse."""

import secrets
from uuid import UUID, uuid4

import msgspec

from services.chassis.callers import Caller
from services.chassis.database import Database, Transaction
from services.chassis.identity import Tokens
from services.chassis.passwords import Passwords
from services.chassis.problems import Problem
from services.users.apikeys import ApiKey, ApiKeys
from services.users.generated.models import Grant, Token
from services.users.keys import Keys
from services.users.store import QUERIES, Sessions
from services.users.tokens import ACCESS_SECONDS, GRANT_SECONDS, REFRESH_SECONDS, RefreshToken, sign_access_token


class SignIn:
    """Everything that opens, renews and ends sessions."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        passwords: Passwords,
        tokens: Tokens,
        sessions: Sessions,
        api_keys: ApiKeys,
    ) -> None:
        self._database = database
        self._keys = keys
        self._passwords = passwords
        self._tokens = tokens
        self._sessions = sessions
        self._api_keys = api_keys

    async def open(self, login: str, password: str) -> Token | None:
        """Tokens of a new session, or None: unknown, wrong and suspended sound the same and take as long."""
        row = await self._database.row(QUERIES["user_by_login"], {"login": login})
        user_id, role, status, phc = row or (None, "", "", None)
        matches = await self._passwords.matches(phc, password)
        if not matches or status != "active":
            return None
        refresh = RefreshToken.new(uuid4())

        async def work(transaction: Transaction) -> None:
            await transaction.run(QUERIES["record_login"], {"id": user_id})
            await transaction.run(
                QUERIES["open_session"],
                {
                    "id": refresh.session,
                    "user_id": user_id,
                    "refresh_hash": refresh.hash,
                    "seconds": REFRESH_SECONDS,
                },
            )

        await self._database.transaction(work)
        return await self._token(user_id, role, refresh)

    async def renew(self, text: str) -> Token | None:
        """New tokens for a refresh token, or None. A token that was used before ends its session."""
        presented = RefreshToken.parse(text)
        if presented is None:
            return None
        following = RefreshToken.new(presented.session)

        async def work(transaction: Transaction) -> tuple[UUID, str] | None:
            row = await transaction.row(
                QUERIES["rotate_session"],
                {
                    "id": presented.session,
                    "old_hash": presented.hash,
                    "new_hash": following.hash,
                    "seconds": REFRESH_SECONDS,
                },
            )
            if row is None:
                # Not the present secret: a replay of an older one, by the owner or a thief. Both start over.
                await transaction.run(QUERIES["revoke_session"], {"id": presented.session})
                return None
            return row[0], row[1]

        owner = await self._database.transaction(work)
        return await self._token(*owner, following) if owner else None

    async def end(self, text: str) -> None:
        """Ends the session of a refresh or access token; one that nobody knows changes nothing (RFC 7009)."""
        refresh = RefreshToken.parse(text)
        if refresh is not None:
            parameters: dict[str, object] = {"id": refresh.session, "refresh_hash": refresh.hash}
            await self._database.transaction(
                lambda transaction: transaction.run(QUERIES["revoke_session_by_refresh"], parameters)
            )
            return
        caller = await self._holder(text)
        if caller is not None:
            session = caller.session_id
            await self._database.transaction(
                lambda transaction: transaction.run(QUERIES["revoke_session"], {"id": session})
            )

    async def _holder(self, token: str) -> Caller | None:
        try:
            return await self._tokens.caller(token)
        except Problem:
            return None

    async def grant(self, caller: Caller) -> Grant:
        """A token to go on with for the caller: a session of its own, that nothing renews."""
        session, key = uuid4(), await self._keys.signing()
        api_key = ApiKey.parse(caller.api_key) if caller.api_key is not None else None
        parameters = {
            "id": session,
            "user_id": caller.user_id,
            "refresh_hash": secrets.token_bytes(32),
            "seconds": GRANT_SECONDS,
            "api_key_id": api_key.id if api_key is not None else None,
        }
        await self._database.transaction(lambda transaction: transaction.run(QUERIES["open_grant"], parameters))
        assert caller.user_id is not None
        token = sign_access_token(
            key, user=caller.user_id, session=session, role=caller.role.value, seconds=GRANT_SECONDS
        )
        return Grant(token=token)

    async def live(self, caller: Caller) -> Caller | None:
        """The caller as their session or API key stands at this moment; None when it has ended."""
        if caller.api_key is not None:
            return await self._api_keys.holder(caller.api_key)
        role = await self._sessions.role(caller.session_id) if caller.session_id is not None else None
        return None if role is None else msgspec.structs.replace(caller, role=role)

    async def end_sessions(self, transaction: Transaction, user_id: UUID, *, keep: UUID | None) -> None:
        """Ends all sessions of a user but one."""
        await transaction.run(QUERIES["revoke_other_sessions"], {"user_id": user_id, "kept": keep})

    async def proves(self, user_id: UUID, password: str) -> bool:
        """Whether the password is this user's."""
        row = await self._database.row(QUERIES["password_of"], {"id": user_id})
        return await self._passwords.matches(row[0] if row else None, password)

    async def _token(self, user_id: UUID, role: str, refresh: RefreshToken) -> Token:
        key = await self._keys.signing()
        return Token(
            access_token=sign_access_token(key, user=user_id, session=refresh.session, role=role),
            token_type="Bearer",
            expires_in=ACCESS_SECONDS,
            refresh_token=refresh.text,
        )
