"""Edits of specs, and what the gate must make of each."""

from dataclasses import dataclass

USERS = "specs/openapi/users.yaml"
ORDERS = "specs/openapi/orders.yaml"
SHARED = "specs/openapi/shared.yaml"
LIFE = "specs/versions/lifecycle.yaml"
ENVELOPES = "specs/versions/envelopes.yaml"
V1 = "specs/versions/v1.overlay.yaml"
V2 = "specs/versions/v2.overlay.yaml"
V3 = "specs/versions/v3.overlay.yaml"

STABLE = ("v1", "v2")


@dataclass(frozen=True)
class Edit:
    """Changes of files; the kinds found in each stable version, and as warnings in the beta; a part of the message;
    whether the finding brings what restores the old shape."""

    changes: tuple[tuple[str, str, str], ...]
    kinds: frozenset[str] = frozenset()
    says: str = ""
    pastes: bool = False
    versions: tuple[str, ...] = STABLE
    beta: bool = True


def breaks(kinds: str, says: str, *changes: tuple[str, str, str], pastes: bool = True) -> Edit:
    """An edit of the contracts, which every version has."""
    return Edit(changes, frozenset(kinds.split()), says, pastes)


def only(version: str, kinds: str, says: str, *changes: tuple[str, str, str], pastes: bool = False) -> Edit:
    """An edit that one version alone notices."""
    stable = tuple({version} - {"v3"})
    return Edit(changes, frozenset(kinds.split()), says, pastes, stable, version == "v3")


def harmless(*changes: tuple[str, str, str]) -> Edit:
    return Edit(changes)
