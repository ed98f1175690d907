"""Edits of lifecycle, envelopes and overlays that clients of one version notice."""

from tests.evolution.edits import ENVELOPES, LIFE, V2, only

LIFETIMES = {
    "an earlier sunset": only(
        "v1",
        "sunset-shortened",
        "the sunset was 2026-06-01 and is 2026-05-01",
        (LIFE, "sunsetAt: 2026-06-01", "sunsetAt: 2026-05-01"),
    ),
    "a later deprecation with the same sunset": only(
        "v1",
        "deprecation-shortened",
        "deprecated since 2025-06-01, now since 2025-09-01",
        (LIFE, "deprecatedAt: 2025-06-01", "deprecatedAt: 2025-09-01"),
    ),
    "a deprecation with hardly any notice": only(
        "v2",
        "deprecation-shortened",
        "30 days from deprecation to sunset are less than 90",
        (
            LIFE,
            "  v2:\n    status: active\n",
            "  v2:\n    status: deprecated\n    deprecatedAt: 2026-12-01\n    sunsetAt: 2026-12-31\n",
        ),
    ),
    "back to beta": only(
        "v1",
        "version-weakened header-removed header-became-optional",
        "v1 was deprecated and is beta",
        (
            LIFE,
            "    status: deprecated\n    deprecatedAt: 2025-06-01\n    sunsetAt: 2026-06-01\n",
            "    status: beta\n",
        ),
    ),
    "another default version": only(
        "v2",
        "default-version-changed",
        "who names no version was answered by v2 and is by v1",
        (LIFE, "default: v2", "default: v1"),
    ),
    "an end that comes after the sunset": only(
        "v1",
        "version-ended",
        "after its sunset v1 was to be `serve` and is `gone`",
        (LIFE, "afterSunset: serve", "afterSunset: gone"),
    ),
    "another envelope": only(
        "v1",
        "response-property-removed",
        "`pages` is gone from answers",
        (ENVELOPES, "            required: [page, limit, total, pages]", "            required: [page, limit, total]"),
        (ENVELOPES, "              pages: {type: integer, minimum: 0}\n", ""),
    ),
    "an overlay that takes something away": only(
        "v2",
        "response-property-removed request-enum-narrowed request-bounds-narrowed",
        "`inventory` is gone from answers",
        (
            V2,
            "actions:\n",
            "actions:\n"
            "  - target: $.components.schemas.Product.properties.inventory\n    remove: true\n"
            "  - target: $.components.schemas.Product.required[?@ == 'inventory']\n    remove: true\n",
        ),
        pastes=True,
    ),
}
