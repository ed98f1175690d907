"""Generated from specs/versions/lifecycle.yaml by `make generate`. DO NOT EDIT."""

from datetime import UTC, datetime
from typing import Final

from gateway.lifecycle import AfterSunset, Status, Version

DEFAULT: Final = "v2"

VERSIONS: Final[dict[str, Version]] = {
    "v1": Version(
        name="v1",
        status=Status.DEPRECATED,
        envelope="response",
        features=("basic_crud", "pagination", "filtering"),
        differences=(
            "v1 has no batches.",
            "v1 has neither subscriptions nor change data capture.",
            "Lists are read by page.",
            "Timestamps are integers, milliseconds since the epoch.",
            "Moments in parameters may be epoch milliseconds too.",
        ),
        deprecated_at=datetime(2025, 6, 1, tzinfo=UTC),
        sunset_at=datetime(2026, 6, 1, tzinfo=UTC),
        after_sunset=AfterSunset.SERVE,
        successor="v2",
    ),
    "v2": Version(
        name="v2",
        status=Status.ACTIVE,
        envelope="data",
        features=("basic_crud", "pagination", "filtering", "batch_operations", "graphql"),
        breaking_changes=(
            "A single resource stands in `data`, beside `meta`, no longer in `response`",
            "Timestamps are RFC 3339 strings instead of epoch milliseconds",
            "Errors are flat, with every offending field and the request id",
        ),
        differences=("v2 has no subscriptions.", "Lists are read by page."),
        after_sunset=AfterSunset.SERVE,
    ),
    "v3": Version(
        name="v3",
        status=Status.BETA,
        envelope="cursor",
        features=("basic_crud", "pagination", "filtering", "batch_operations", "graphql", "subscriptions"),
        breaking_changes=(
            "Every operation but signing in asks for credentials",
            "Lists are read by cursor; `page` is refused",
        ),
        differences=(
            "Lists are read by cursor.",
            "Credentials are wanted where they were optional.",
            "Nobody anonymous reads products or categories.",
        ),
        after_sunset=AfterSunset.SERVE,
    ),
}
