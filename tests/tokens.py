"""Access tokens as the users service signs them, with claims that no client can arrange."""

import time

import jwt

from services.chassis.database import Database
from services.chassis.identity import ALGORITHM, TYPE
from services.users.keys import Keys


async def short_lived(database_url: str, token: str, seconds: float) -> str:
    """The same token again, which expires so soon."""
    claims: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    database = await Database.connect(database_url, size=1, name="test", role="trellis_users")
    try:
        key = await Keys(database).signing()
    finally:
        await database.close()
    soon = {**claims, "exp": int(time.time() + seconds)}
    return jwt.encode(soon, key.private, algorithm=ALGORITHM, headers={"typ": TYPE, "kid": key.id})
