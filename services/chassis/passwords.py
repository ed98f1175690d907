"""Password hashes: argon2id, computed beside the event loop."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError


class Passwords:
    """Hashes and checks passwords with the RFC 9106 parameters of argon2-cffi, on both cores."""

    def __init__(self, *, threads: int = 2) -> None:
        self._hasher = PasswordHasher()
        self._light = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="argon2")
        # Checked when nobody has the name, so that the answer takes as long as for a wrong password.
        self._decoy = self._hasher.hash("nobody's password")

    async def hash_all(self, passwords: Sequence[str]) -> list[str]:
        """PHC strings of many, with the least of what OWASP calls enough (19 MiB, two passes): a thousand at the price
        of a sign-in each would keep both cores busy for minutes."""
        loop = asyncio.get_running_loop()
        return await asyncio.gather(
            *(loop.run_in_executor(self._threads, self._light.hash, password) for password in passwords)
        )

    async def hash(self, password: str) -> str:
        """A PHC string."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._hasher.hash, password)

    async def matches(self, phc: str | None, password: str) -> bool:
        """Whether the password is the one behind the hash; without a hash it costs the same and is false."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._matches, phc, password)

    def _matches(self, phc: str | None, password: str) -> bool:
        try:
            self._hasher.verify(phc if phc is not None else self._decoy, password)
        except VerifyMismatchError:
            return False
        except (VerificationError, InvalidHashError):
            # An account without a usable password, such as a demo one.
            return False
        return phc is not None

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
