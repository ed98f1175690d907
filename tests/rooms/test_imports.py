"""Which room may know which: the rules of the architecture, and for each of them a module that would break it."""

from collections.abc import Callable, Iterable

import pytest

from tests.rooms.sources import Source, sources

Rule = Callable[[Source, str], bool]
QUEUE_TEST = "tests/queueing/test_queue.py"
BUILDERS = ("gateway/topology.py", "gateway/__main__.py", "gateway/banner.py")


def within(name: str, *modules: str) -> bool:
    """Whether a full name is one of the modules, or inside one."""
    return any(name == module or name.startswith(f"{module}.") for module in modules)


def _uses_aiopg(source: Source, name: str) -> bool:
    in_place = source.path == "services/chassis/database.py" or source.path.startswith("bench/peers/")
    return within(name, "aiopg") and not in_place


def _reads_the_log(source: Source, name: str) -> bool:
    """aiopg speaks no replication protocol, so one module of the connector uses the driver itself."""
    inside = source.path.startswith("services/realtime/cdc/") and within(name, "psycopg2")
    reads = within(name, "psycopg2.extras.LogicalReplicationConnection")
    return (inside or (reads and source.room != "tests")) and source.path != "services/realtime/cdc/postgres.py"


def _a_consumer_knows_the_connector(source: Source, name: str) -> bool:
    """What consumers know of it is what it writes."""
    inside = source.path.startswith("services/realtime/consumers/") and within(name, "services.realtime")
    return inside and not within(name, "services.realtime.consumers")


def _sends_mail(source: Source, name: str) -> bool:
    return source.room != "tests" and within(name, "aiosmtplib") and source.path != "services/gateway/channels.py"


def _uses_a_browser(source: Source, name: str) -> bool:
    return source.room != "tests" and within(name, "playwright", "axe_playwright_python")


def _uses_procrastinate(source: Source, name: str) -> bool:
    return within(name, "procrastinate") and source.path not in ("services/chassis/queue.py", QUEUE_TEST)


def _uses_the_model_generator(source: Source, name: str) -> bool:
    return within(name, "datamodel_code_generator") and source.path != "codegen/emit/models.py"


def _codegen_knows_what_it_generates_for(source: Source, name: str) -> bool:
    return source.room == "codegen" and within(name, "services", "gateway", "bench")


def _a_service_knows_the_insides_of_another(source: Source, name: str) -> bool:
    if source.service is None or not within(name, "services"):
        return False
    other = name.split(".")[1]
    return other not in (source.service, "chassis") and not within(name, f"services.{other}.generated")


def _preparing_needs_more_than_first_rows(source: Source, name: str) -> bool:
    if source.path != "services/prepare.py" or not within(name, "services"):
        return False
    other = name.split(".")[1]
    return other != "chassis" and not within(name, f"services.{other}.accounts", f"services.{other}.demo")


def _a_service_knows_the_gateway(source: Source, name: str) -> bool:
    return source.room == "services" and within(name, "gateway")


def _the_chassis_knows_a_service(source: Source, name: str) -> bool:
    in_chassis = source.path.startswith("services/chassis/")
    return in_chassis and within(name, "services") and not within(name, "services.chassis")


def _the_gateway_knows_the_insides_of_a_service(source: Source, name: str) -> bool:
    if source.room != "gateway" or source.path in BUILDERS or not within(name, "services"):
        return False
    other = name.split(".")[1]
    return not within(name, "services.chassis", f"services.{other}.generated")


def _a_handler_talks_to_a_driver_or_a_socket(source: Source, name: str) -> bool:
    drivers = ("aiopg", "psycopg2", "aiohttp", "asyncpg", "services.chassis.transport")
    return source.path.endswith("/handlers.py") and within(name, *drivers)


def _something_imports_from_tests(source: Source, name: str) -> bool:
    return source.room != "tests" and within(name, "tests")


def _the_product_imports_the_bench(source: Source, name: str) -> bool:
    return source.room in ("services", "gateway", "codegen") and within(name, "bench")


def _the_running_product_imports_the_generator(source: Source, name: str) -> bool:
    return source.room in ("services", "gateway") and within(name, "codegen")


# Each rule, and a module that breaks it.
RULES: dict[Rule, Source] = {
    _uses_aiopg: Source("services/users/store.py", "import aiopg.pool"),
    _reads_the_log: Source("services/realtime/cdc/connector.py", "from psycopg2 import errors"),
    _a_consumer_knows_the_connector: Source(
        "services/realtime/consumers/files.py", "from services.realtime.cdc.envelope import Record"
    ),
    _sends_mail: Source("services/gateway/telling.py", "import aiosmtplib"),
    _uses_a_browser: Source("gateway/portal/pages.py", "from playwright.async_api import Page"),
    _uses_procrastinate: Source("services/batch/store.py", "from procrastinate.contrib import aiopg"),
    _uses_the_model_generator: Source("codegen/ir/types.py", "from datamodel_code_generator import generate"),
    _codegen_knows_what_it_generates_for: Source("codegen/check/x.py", "from services.users import handlers"),
    _a_service_knows_the_insides_of_another: Source(
        "services/orders/handlers.py", "from services.users.store import Users"
    ),
    _preparing_needs_more_than_first_rows: Source("services/prepare.py", "import services.users.store"),
    _a_service_knows_the_gateway: Source("services/users/app.py", "def f():\n    from gateway import routes"),
    _the_chassis_knows_a_service: Source("services/chassis/pages.py", "from services.users.generated import models"),
    _the_gateway_knows_the_insides_of_a_service: Source("gateway/pipeline.py", "from services.users import tokens"),
    _a_handler_talks_to_a_driver_or_a_socket: Source("services/users/handlers.py", "import psycopg2.errors"),
    _something_imports_from_tests: Source("bench/load.py", "from tests.api import Api"),
    _the_product_imports_the_bench: Source("gateway/routes.py", "import bench"),
    _the_running_product_imports_the_generator: Source("services/chassis/x.py", "from codegen.ir import types"),
}


def offences(rule: Rule, modules: Iterable[Source]) -> list[str]:
    return [
        f"{source.path} imports {name}" for source in modules for name in sorted(source.imports) if rule(source, name)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.strip("_"))
def test_nobody_breaks_the_rule(rule: Rule) -> None:
    assert offences(rule, sources()) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.strip("_"))
def test_who_would_break_the_rule_is_found(rule: Rule) -> None:
    assert offences(rule, [RULES[rule]])


def test_imports_are_found_wherever_they_stand() -> None:
    text = """
import a.b as c, d
from e import f as g
from e.h import *
from . import i
from .j import k
from ..l import m
if TYPE_CHECKING:
    from n import o
async def p():
    try:
        import q
    except ImportError:
        from r import s
"""
    found = Source("services/users/x.py", text).imports
    beside = {"services.users.i", "services.users.j.k", "services.l.m"}
    assert found == {"a.b", "d", "e.f", "e.h.*", "n.o", "q", "r.s"} | beside
    assert Source("services/users/__init__.py", "from . import i").imports == {"services.users.i"}


def test_no_room_is_left_out() -> None:
    paths = {source.path for source in sources()}
    assert {"services/chassis/database.py", "codegen/emit/models.py", "services/prepare.py", *BUILDERS} <= paths
    assert {source.service for source in sources()} >= {None, "users"}
