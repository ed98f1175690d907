"""Every exchange has an id: the client's if it is well-formed, else a new one."""

import random
import re

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,128}")


def request_id(presented: str | None) -> str:
    """An id for logs, `meta` and errors. What the client sent is echoed only if it cannot do harm there."""
    if presented is not None and WELL_FORMED.fullmatch(presented):
        return presented
    # It names, it does not protect: no need for the kernel's randomness on every request.
    return f"{random.getrandbits(128):032x}"
