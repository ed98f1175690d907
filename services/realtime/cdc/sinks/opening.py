"""Which sink the settings ask for."""

from collections.abc import Awaitable, Callable

from services.chassis.settings import InvalidSetting
from services.realtime.cdc.settings import CdcSettings
from services.realtime.cdc.sinks import Sink
from services.realtime.cdc.sinks.jetstream import JetStream
from services.realtime.cdc.sinks.jsonlines import JsonLines
from services.realtime.cdc.sinks.webhook import Webhook

OpenSink = Callable[[], Awaitable[Sink]]


def sink_opener(settings: CdcSettings) -> OpenSink:
    """Opens the sink anew at each call. Raises `InvalidSetting` at once when it lacks something."""
    openers = {"jsonlines": _json_lines, "nats": _jetstream, "webhook": _webhook}
    return openers[settings.sink](settings)


def _json_lines(settings: CdcSettings) -> OpenSink:
    async def open_sink() -> Sink:
        return JsonLines(settings.directory, settings.file_size)

    return open_sink


def _jetstream(settings: CdcSettings) -> OpenSink:
    url = _wanted(settings, "CDC_NATS_URL")
    stream = settings.environment.get("CDC_NATS_STREAM", "") or f"CDC_{settings.name}"

    async def open_sink() -> Sink:
        return JetStream(url, stream, settings.prefix)

    return open_sink


def _webhook(settings: CdcSettings) -> OpenSink:
    url, secret = _wanted(settings, "CDC_WEBHOOK_URL"), _wanted(settings, "CDC_WEBHOOK_SECRET")
    allowed = settings.environment.get("CDC_WEBHOOK_ALLOWED_HOSTS", "").split(",")

    async def open_sink() -> Sink:
        return await Webhook.open(url, secret, allowed)

    return open_sink


def _wanted(settings: CdcSettings, name: str) -> str:
    value = settings.environment.get(name, "")
    if not value:
        raise InvalidSetting(f"{name}: must be set for CDC_SINK={settings.sink}")
    return value
