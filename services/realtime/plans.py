"""Who wants which changes: wishes read once, and equal ones put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.chassis.callers import Caller
from services.chassis.filtering import (
    READERS,
    And,
    Field,
    Filter,
    InvalidFilter,
    Kind,
    Operator,
    comparisons,
    equalities,
    parse_filter,
    to_predicate,
)
from services.chassis.filtering.checks import TYPES, checked
from services.chassis.problems import Violation, bad_request
from services.realtime.changes import Change, Op, Row
from services.realtime.channels import CHANNELS, Channel
from services.realtime.generated.models import EventKind

WrittenFilter = str | Mapping[str, Any] | UnsetType
LISTED = (Operator.IN, Operator.NIN, Operator.BETWEEN)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which changes of a channel, and what of them; equal ones are one plan. `owner` is whose rows may be read, None
    for everybody's; without `fields` the whole row is shown."""

    channel: str
    owner: UUID | None
    filter: Filter | None
    fields: tuple[str, ...]


def choose(
    caller: Caller, channel_name: str, filter: WrittenFilter = UNSET, fields: list[str] | UnsetType = UNSET
) -> Choice:
    """Raises a 400 naming everything that is wrong with the wish, a 403 for rows the caller may not read."""
    channel = CHANNELS.get(channel_name)
    if channel is None:
        raise bad_request("There is no such channel.", Violation("channel", f"One of {', '.join(CHANNELS)}."))
    owner = channel.owner_for(caller)
    chosen = () if fields is UNSET else tuple(dict.fromkeys(fields))
    violations = [Violation("fields", f"There is no field {name!r}.") for name in chosen if name not in channel.members]
    wanted = None
    try:
        wanted = _read_filter(channel, filter)
    except InvalidFilter as error:
        violations.append(Violation("filter", str(error)))
    if violations:
        raise bad_request("The subscription cannot be made.", *violations)
    return Choice(channel_name, owner, wanted, chosen)


def _read_filter(channel: Channel, filter: WrittenFilter) -> Filter | None:
    if filter is UNSET:
        return None
    if isinstance(filter, str):
        return parse_filter(filter, channel.fields)
    given: list[tuple[Field, Operator, object]] = []
    for name, value in filter.items():
        field = channel.fields.get(name)
        if field is None:
            raise InvalidFilter(name, "There is no such field to filter by.")
        operators = value if isinstance(value, dict) else {"in" if isinstance(value, list) else "eq": value}
        for operator, operand in operators.items():
            if operator not in set(Operator):
                raise InvalidFilter(name, f"There is no operator {operator}.")
            given.append((field, Operator(operator), _typed(field, Operator(operator), operand)))
    return comparisons(given)


def _typed(field: Field, operator: Operator, value: object) -> object:
    """A value out of JSON as the kind's own type. Raises `InvalidFilter`."""
    if operator in LISTED:
        if not isinstance(value, list):
            raise InvalidFilter(field.name, f"{operator.value} takes a list.")
        return [_typed(field, Operator.EQ, item) for item in value]
    if value is None:
        return None
    if field.kind is Kind.DECIMAL and isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(repr(value))
    wanted = datetime if field.kind is Kind.TIMESTAMP else TYPES[field.kind]
    try:
        return msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        raise InvalidFilter(field.name, f"Takes a value of kind {field.kind.value}.") from error


def _owned(channel: Channel, owner: UUID | None) -> Filter:
    if owner is None:
        return And(())
    assert channel.owner is not None
    return checked(Field(channel.owner, Kind.UUID), Operator.EQ, owner)


class Plan:
    """A choice made ready: what it makes of a change."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        channel = CHANNELS[choice.channel]
        readable = _owned(channel, choice.owner)
        whole = And((readable, choice.filter)) if choice.filter is not None else readable
        self._readable = to_predicate(readable)
        self._wanted = to_predicate(whole)
        # Whatever it must equal, by field; the fewest values make the narrowest way to it.
        forced = equalities(whole)
        self.key_field = min(forced, key=lambda name: (len(forced[name]), name != "id"), default=None)
        self.key_values = forced[self.key_field] if self.key_field is not None else frozenset()

    def event(self, change: Change) -> tuple[EventKind, bytes] | None:
        """The event this change is, with the rest of its payload; None where it is none."""
        before = change.old is not None and self._wanted(change.old)
        after = change.new is not None and self._wanted(change.new)
        kind = _kind(change.op, before, after)
        if kind is None or not change.shows:
            return None
        # The row as it is now, unless it is gone or may not be read any more.
        old = kind is EventKind.LEAVE and not self._may_read(change.new)
        return kind, change.rest(kind, self.choice.fields, old=old)

    def _may_read(self, row: Row | None) -> bool:
        return row is not None and self._readable(row)


def _kind(op: Op, before: bool, after: bool) -> EventKind | None:
    match op:
        case Op.CREATE:
            return EventKind.CREATE if after else None
        case Op.DELETE:
            return EventKind.DELETE if before else None
        case Op.UPDATE if before and after:
            return EventKind.UPDATE
        case Op.UPDATE if before:
            return EventKind.LEAVE
        case Op.UPDATE if after:
            return EventKind.ENTER
    return None


def index_value(channel: Channel, name: str, row: Row) -> object:
    """What `row` has in an indexed field, in the form that a plan's key values have."""
    value = row[name]
    read = READERS.get(channel.fields[name].kind if name in channel.fields else Kind.UUID)
    return value if read is None or value is None else read(value)
