"""What stands against a request to users, and how HTTP calls it."""

from services.chassis.problems import Fact, Violation


class UserNotFound(Fact):
    """There is no such resource."""


class ApiKeyNotFound(Fact):
    """There is no such resource."""


class ApiKeyCannotGrant(Fact):
    """An API key cannot make or revoke API keys; sign in for that."""


class AdminScopeRefused(Fact):
    """Only an admin may make a key with the scope admin."""


class EmailTaken(Fact):
    """Another account has this e-mail address."""

    violations = (Violation("email", "Already in use."),)


class UsernameTaken(Fact):
    """Another account has this username."""

    violations = (Violation("username", "Already in use."),)


class UserHasOrders(Fact):
    """The user has orders and stays."""


class OwnAccountKept(Fact):
    """An admin cannot delete, demote or suspend the account they are signed in with."""


class AdminFieldRefused(Fact):
    """Only an admin may set role or status."""


class PasswordProofMissing(Fact):
    """Changing your own password needs the present one in current_password."""

    violations = (Violation("current_password", "Missing or wrong."),)


STATUS: dict[type[Fact], tuple[int, str]] = {
    ApiKeyNotFound: (404, "NOT_FOUND"),
    ApiKeyCannotGrant: (403, "FORBIDDEN"),
    AdminScopeRefused: (403, "FORBIDDEN"),
    UserNotFound: (404, "NOT_FOUND"),
    EmailTaken: (409, "DUPLICATE_ENTRY"),
    UsernameTaken: (409, "DUPLICATE_ENTRY"),
    UserHasOrders: (409, "CONFLICT"),
    OwnAccountKept: (409, "CONFLICT"),
    AdminFieldRefused: (403, "FORBIDDEN"),
    PasswordProofMissing: (403, "FORBIDDEN"),
}
