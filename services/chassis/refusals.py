"""What the driver raises, put into our words: the one table from its errors to ours."""

import psycopg2
from psycopg2 import errors

from services.chassis.problems import DatabaseUnavailable, Fact, Violation


class UniqueViolated(Exception):
    """A unique index refused a row. `index` is its name; it never leaves the service."""

    def __init__(self, index: str) -> None:
        super().__init__(index)
        self.index = index


class StillReferenced(Exception):
    """A foreign key keeps a row from going, or names a row that is not there."""


class UnstorableValue(Fact):
    """A value cannot be stored as it is."""

    violations = (Violation("", "A value is outside what can be stored."),)


class Unprepared(Exception):
    """A statement could not be prepared; the next time it is sent as it is."""


class Conflicted(Exception):
    """The transaction lost against another one (40001, 40P01) and may be tried again."""


# What a server says that cannot tell the type of a parameter, or whose tables have changed since it prepared.
UNPREPARABLE = (errors.SyntaxErrorOrAccessRuleViolation, errors.FeatureNotSupported)
LOST = (psycopg2.OperationalError, psycopg2.InterfaceError)


def translated(error: Exception) -> Exception:
    """The one table from driver errors to ours. What is not in it is a defect and stays as it is."""
    match error:
        case errors.UniqueViolation():
            return UniqueViolated(error.diag.constraint_name or "")
        case errors.ForeignKeyViolation():
            return StillReferenced()
        case errors.SerializationFailure() | errors.DeadlockDetected():
            return Conflicted()
        case errors.QueryCanceled() | errors.TooManyConnections() | errors.LockNotAvailable():
            return DatabaseUnavailable(str(error.pgcode))
        case psycopg2.DataError():
            return UnstorableValue()
        case _ if isinstance(error, LOST):
            return DatabaseUnavailable("connection lost")
        case _:
            return error
