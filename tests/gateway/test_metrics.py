"""`/metrics`, as Prometheus reads it."""

import asyncio
from collections.abc import Iterator

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from tests.api import Api
from tests.people import MakeUser


async def _samples(api: Api, name: str, **labels: str) -> dict[tuple[str, ...], float]:
    """The values of one name, by the values of its other labels."""

    def matching(text: str) -> Iterator[Sample]:
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == name and labels.items() <= sample.labels.items():
                    yield sample

    answer = await api.root.get("/metrics")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    found = matching(answer.body.decode())
    return {tuple(v for k, v in each.labels.items() if k not in labels): each.value for each in found}


COUNT = "trellis_request_duration_seconds_count"


async def test_requests_are_counted_by_version_route_and_status(api: Api, make_user: MakeUser) -> None:
    person = await make_user()
    of_user = {"version": "v1", "method": "GET", "route": "/users/{id}"}
    before = await _samples(api, COUNT, **of_user)
    for _ in range(3):
        await person.api.version("v1").get(person.path)
    await api.version("v1").get(person.path)
    after = await _samples(api, COUNT, **of_user)
    assert after[("200",)] - before.get(("200",), 0) == 3
    assert after[("401",)] - before.get(("401",), 0) == 1


async def test_no_label_holds_what_a_client_made_up(api: Api, make_user: MakeUser) -> None:
    """Or memory would have no end, and ids would be on show."""
    person = await make_user()
    await person.api.get(person.path)
    for path in ("/made-up-1", "/users/made-up-2", "/made-up-3?x=made-up-4"):
        await api.get(path)
    await api.request("MADEUP", "/users")
    await api.root.get("/made-up-5")
    text = (await api.root.get("/metrics")).body.decode()
    assert "made-up" not in text
    assert "MADEUP" not in text
    assert person.id not in text


async def test_buckets_are_cumulative_and_end_with_everything(api: Api) -> None:
    await api.get("/products", query={"limit": 1})
    labels = {"version": "v2", "method": "GET", "route": "/products", "status": "200"}
    buckets = await _samples(api, "trellis_request_duration_seconds_bucket", **labels)
    values = [buckets[(bound,)] for (bound,) in sorted(buckets, key=lambda each: float(each[0]))]
    assert values == sorted(values)
    (count,) = (await _samples(api, COUNT, **labels)).values()
    assert values[-1] == count > 0
    (total,) = (await _samples(api, "trellis_request_duration_seconds_sum", **labels)).values()
    assert 0 < total < 30 * count


async def test_what_is_under_way_is_seen(api: Api) -> None:
    answers = await asyncio.gather(*(_samples(api, "trellis_requests_in_flight") for _ in range(5)))
    assert max(value for answer in answers for value in answer.values()) >= 1
    # The scrape itself is one.
    assert (await _samples(api, "trellis_requests_in_flight"))[()] == 1


async def test_pools_and_database_are_told(api: Api) -> None:
    assert (await _samples(api, "trellis_database_up"))[()] == 1
    most = await _samples(api, "trellis_pool_connections_max")
    opened = await _samples(api, "trellis_pool_connections")
    used = await _samples(api, "trellis_pool_connections_used")
    assert {("gateway",), ("users",), ("orders",)} <= most.keys()
    assert all(0 <= used[pool] <= opened[pool] <= most[pool] for pool in most)
    assert (await _samples(api, "trellis_usage_lost_requests_total")).keys() == {()}
    assert (await _samples(api, "process_resident_memory_bytes"))[()] > 10_000_000
