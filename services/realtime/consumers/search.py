"""`python -m services.realtime.consumers.search`: keeps a search index of the products up to date.

With words it looks for them in the index instead.
"""

import argparse
import asyncio
import sys
from contextlib import closing

from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.chassis.logs import configure_logs
from services.chassis.settings import InvalidSetting, process_environment
from services.realtime.consumers.events import UnreadableEvent
from services.realtime.consumers.following import Unfollowable, follow
from services.realtime.consumers.products import Found, ProductIndex
from services.realtime.consumers.settings import ConsumerSettings
from services.realtime.consumers.sources import open_source

MOST = 20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m services.realtime.consumers.search", description=__doc__)
    parser.add_argument("words", nargs="*", help="what to look for; without words the index follows the changes")
    parser.add_argument("--once", action="store_true", help="stop following where the events end")
    options = parser.parse_args()
    configure_logs()
    try:
        settings = ConsumerSettings.read(process_environment())
        with closing(ProductIndex(settings.index)) as index:
            if options.words:
                text = " ".join(options.words)
                _show(index.find(text, MOST), text)
                return
            source = open_source(settings, index.bookmark().place, once=options.once)
            asyncio.run(follow(source, index))
    except (InvalidSetting, Unfollowable, UnreadableEvent) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        return


def _show(found: list[Found], text: str) -> None:
    table = Table(title=Text(f"Products with “{text}”"), title_justify="left", expand=True)
    table.add_column("name", ratio=2, overflow="fold")
    table.add_column("description", ratio=3, no_wrap=True, overflow="ellipsis")
    table.add_column("price", justify="right", no_wrap=True)
    table.add_column("stock", justify="right", no_wrap=True)
    for product in found:
        price = f"{product.price} {product.currency}"
        table.add_row(Text(product.name), Text(product.description or ""), price, str(product.inventory))
    Console().print(table if found else Text(f"No product has “{text}”."))


if __name__ == "__main__":
    main()
