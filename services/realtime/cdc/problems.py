"""What stands against a request to a connector, and how HTTP calls it."""

from services.chassis.problems import Fact, Violation


class NoSuchConnector(Fact):
    """No connector of this name has ever run."""

    violations = (Violation("connector", "No connector has this name."),)


STATUS: dict[type[Fact], tuple[int, str]] = {NoSuchConnector: (409, "NO_SUCH_CONNECTOR")}
