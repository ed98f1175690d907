"""What a version says that has ended: 410, for good or for some hours (RFC 9110, 15.5.11)."""

import math

from gateway.lifecycle import AfterSunset, Lifecycle, Version
from services.chassis.problems import CODES, Problem


class Endings:
    """The versions that do not go on as before after their sunset."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle
        self._ending = {
            version.name: version
            for version in lifecycle.versions.values()
            if version.after_sunset is not AfterSunset.SERVE and version.sunset_at is not None
        }

    def of(self, version: Version) -> Problem | None:
        """The refusal of every request to the version at this moment, or None while it is served."""
        ending = self._ending.get(version.name)
        if ending is None:
            return None
        assert ending.sunset_at is not None
        instead = f" Use {ending.successor} instead." if ending.successor else ""
        if self._lifecycle.is_gone(ending):
            return Problem(410, CODES[410], f"Version {ending.name} ended on {ending.sunset_at:%-d %B %Y}.{instead}")
        brownout = self._lifecycle.brownout(ending)
        if brownout is None:
            return None
        seconds = math.ceil((brownout.until - self._lifecycle.clock()).total_seconds())
        message = f"Version {ending.name} has ended and is switched off until {brownout.until:%-d %B %Y, %H:%M} UTC."
        return Problem(410, CODES[410], message + instead, headers=(("retry-after", str(seconds)),))
