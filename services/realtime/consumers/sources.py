"""Where a consumer reads: wherever the connector's settings have it write."""

from services.chassis.settings import InvalidSetting
from services.realtime.consumers.files import Files
from services.realtime.consumers.following import Place, Unfollowable
from services.realtime.consumers.messages import Messages
from services.realtime.consumers.settings import ConsumerSettings


def open_source(settings: ConsumerSettings, place: Place, *, once: bool) -> Files | Messages:
    """Reads on from `place`. Raises `Unfollowable` when that is a place in another kind of source."""
    from_stream, from_files = bool(place.at and not place.file), bool(place.file)
    if settings.sink == "jsonlines":
        if from_stream:
            raise Unfollowable("what is here came from a broker; CDC_SINK says jsonlines")
        return Files(settings.directory, place, once=once)
    if from_files:
        raise Unfollowable("what is here came from files; CDC_SINK says nats")
    if not settings.nats_url:
        raise InvalidSetting("CDC_NATS_URL: must be set for CDC_SINK=nats")
    return Messages(settings.nats_url, settings.nats_stream, place, once=once)
