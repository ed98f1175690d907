"""What stands against a request to batch, and how HTTP calls it."""

from services.chassis.problems import CODES, Fact, Problem, Violation


class JobNotFound(Fact):
    """There is no such resource."""


class JobNotEnded(Fact):
    """The job has not ended; there are no results yet."""


class JobEnded(Fact):
    """The job has ended; there is nothing to cancel any more."""


class CallbackRefused(Fact):
    """The callback cannot go there."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.violations = (Violation("callback_url", reason),)


def too_many_jobs(most: int) -> Problem:
    """429: the caller has as many unfinished jobs as anybody may have."""
    message = f"You have {most} unfinished jobs; wait for one to end."
    return Problem(429, CODES[429], message, headers=(("Retry-After", "5"),))


STATUS: dict[type[Fact], tuple[int, str]] = {
    JobNotFound: (404, "NOT_FOUND"),
    JobNotEnded: (409, "JOB_NOT_ENDED"),
    JobEnded: (409, "JOB_ENDED"),
    CallbackRefused: (422, CODES[422]),
}
