"""Which sink the settings ask for."""

from collections.abc import Awaitable, Callable

from services.realtime.cdc.settings import CdcSettings
from services.realtime.cdc.sinks import Sink
from services.realtime.cdc.sinks.jsonlines import JsonLines


def sink_opener(settings: CdcSettings) -> Callable[[], Awaitable[Sink]]:
    """Opens the sink anew at each call. Raises `InvalidSetting` at once when it lacks something."""

    async def open_json_lines() -> Sink:
        return JsonLines(settings.directory, settings.file_size)

    return {"jsonlines": open_json_lines}[settings.sink]
