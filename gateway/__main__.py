"""`python -m gateway`: the whole stack on one machine, or the gateway alone in front of running services."""

import asyncio
import gc
import signal
import sys
from contextlib import AsyncExitStack

import psycopg2
import uvloop

from gateway.banner import banner
from gateway.processes import ServiceDidNotStart, service_processes
from gateway.server import listening
from gateway.settings import GatewaySettings
from gateway.topology import SERVICES, Services, build_gateway, embedded, split
from services.chassis.logs import configure_logs
from services.chassis.postgres import start_embedded
from services.chassis.problems import DatabaseUnavailable
from services.chassis.settings import InvalidSetting, ServiceSettings, process_environment
from services.prepare import prepare
from services.users.accounts import AdminPasswordMissing
from services.users.app import DEFAULT_PORT

# New objects before the garbage collector looks at them.
YOUNG_OBJECTS = 10_000


async def _database(stack: AsyncExitStack, settings: GatewaySettings) -> str:
    """The URL of a database that is ready for the services; starts the embedded server when none is named."""
    url = settings.database_url
    if not url:
        server = await asyncio.to_thread(start_embedded, settings.data_dir / "postgres")
        stack.callback(server.stop)
        url = server.url
    await prepare(url, demo=settings.demo, admin_password=settings.admin_password)
    return url


async def _services(stack: AsyncExitStack, settings: GatewaySettings) -> Services:
    environment = dict(settings.environment)
    elsewhere = all(environment.get(f"{name.upper()}_URL") for name in SERVICES)
    if settings.topology == "embedded" or not elsewhere:
        environment["DATABASE_URL"] = await _database(stack, settings)
    if settings.topology == "embedded":
        service_settings = ServiceSettings.read(environment, default_port=DEFAULT_PORT)
        return await stack.enter_async_context(embedded(service_settings))
    urls = await stack.enter_async_context(service_processes(SERVICES, environment))
    return await stack.enter_async_context(split(urls, environment))


async def run(settings: GatewaySettings) -> None:
    """Serves until SIGINT or SIGTERM."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        services = await _services(stack, settings)
        gateway = build_gateway(services, settings)
        port = await stack.enter_async_context(listening(gateway, settings.host, settings.port))
        # What start-up built lives as long as the process; the collector need not walk through it again and again.
        # Requests leave next to no cycles behind, and one large answer is more objects than the default looks at.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)
        print(banner(f"http://{settings.host}:{port}", demo=settings.demo), flush=True)
        await stopped.wait()


def main() -> None:
    configure_logs()
    try:
        settings = GatewaySettings.read(process_environment())
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(run(settings))
    except (InvalidSetting, AdminPasswordMissing, ServiceDidNotStart) as error:
        sys.exit(f"trellis: {error}")
    except (DatabaseUnavailable, psycopg2.OperationalError) as error:
        sys.exit(f"trellis: the database cannot be reached: {error}")
    except OSError as error:
        sys.exit(f"trellis: {error}")


if __name__ == "__main__":
    main()
