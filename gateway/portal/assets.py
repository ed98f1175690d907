"""Style and scripts of the pages: files of this package, named by their content, so that a browser may keep them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path

from gateway.exchange import Answer

FOLDER = Path(__file__).parent / "assets"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
# GraphiQL and what it stands on, as a package brings them; nothing is fetched from elsewhere.
GRAPHIQL = "graphene_django_graphiql_static"
GRAPHIQL_FILES = (
    "graphiql.min.css",
    "graphiql.min.js",
    "react.production.min.js",
    "react-dom.production.min.js",
)
KEPT = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file. `url` changes with its content."""

    url: str
    content_type: str
    body: bytes

    def answer(self) -> Answer:
        headers = {"cache-control": KEPT, "x-content-type-options": "nosniff"}
        return Answer(200, self.body, self.content_type, headers)


@cache
def assets() -> dict[str, Asset]:
    """All of them, by file name. One mark for all, so that scripts find each other beside themselves."""
    files = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}
    packaged = package_files(GRAPHIQL) / "static" / GRAPHIQL
    files |= {name: (packaged / name).read_bytes() for name in GRAPHIQL_FILES}
    mark = hashlib.sha256(b"".join(files.values())).hexdigest()[:12]
    return {name: Asset(f"/portal/{mark}/{name}", TYPES[Path(name).suffix], body) for name, body in files.items()}
