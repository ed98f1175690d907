"""Secrets of a job: sealed where they have to be kept, derived where they need not be."""

import base64
import hmac
import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

NONCE_BYTES = 12


class Seal:
    """Seals with a key of the service's own (32 bytes); what is sealed for one job opens for no other."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = ChaCha20Poly1305(key)

    def close(self, job: UUID, text: str) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode(), job.bytes)

    def open(self, job: UUID, sealed: bytes) -> str:
        sealed = bytes(sealed)  # a memoryview, as the driver has it
        return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], job.bytes).decode()

    def callback_secret(self, job: UUID) -> str:
        """What signs the callback of a job (Standard Webhooks): told once to whoever asked, and kept nowhere."""
        derived = hmac.digest(self._key, b"callback " + job.bytes, "sha256")
        return "whsec_" + base64.b64encode(derived).decode()
