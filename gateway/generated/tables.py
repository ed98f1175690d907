"""Generated from specs/versions and specs/openapi by `make generate`. DO NOT EDIT.

The routes of every version.
"""

from typing import Final

from gateway.generated import v1, v2, v3
from gateway.routes import Route

TABLES: Final[dict[str, tuple[Route, ...]]] = {
    "v1": v1.ROUTES,
    "v2": v2.ROUTES,
    "v3": v3.ROUTES,
}
