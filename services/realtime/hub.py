"""Fans changes out: every change is looked at once for all who may want it, by what its row equals."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from services.realtime.changes import Change, Logged, Op
from services.realtime.channels import CHANNELS
from services.realtime.generated.models import EventKind, GapReason
from services.realtime.plans import Choice, Plan, index_value
from services.realtime.positions import Position, Resume


class Follower(Protocol):
    """Whoever gets the changes of a choice. `change` and `gap` only take note; `flush` is told once they all have."""

    def change(self, kind: EventKind, rest: bytes, change: Change) -> None: ...

    def gap(self, reason: GapReason, resume: Resume) -> None: ...

    def flush(self) -> None: ...


class _Group:
    """Everybody with equal wishes."""

    __slots__ = ("followers", "plan")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.followers: dict[Follower, None] = {}


class _Index:
    """The groups of one channel: by what a row must equal where a wish says so, else all of them."""

    def __init__(self, channel: str) -> None:
        self._channel = CHANNELS[channel]
        self._by_value: dict[str, dict[object, dict[_Group, None]]] = {}
        self._others: dict[_Group, None] = {}

    def add(self, group: _Group) -> None:
        field = group.plan.key_field
        if field is None:
            self._others[group] = None
            return
        values = self._by_value.setdefault(field, {})
        for value in group.plan.key_values:
            values.setdefault(value, {})[group] = None

    def remove(self, group: _Group) -> None:
        field = group.plan.key_field
        if field is None:
            del self._others[group]
            return
        values = self._by_value[field]
        for value in group.plan.key_values:
            del values[value][group]
            if not values[value]:
                del values[value]
        if not values:
            del self._by_value[field]

    def candidates(self, change: Change) -> Iterable[_Group]:
        """The groups that the change may concern."""
        found = dict(self._others)
        rows = [row for row in (change.old, change.new) if row is not None]
        for field, values in self._by_value.items():
            for row in rows:
                found |= values.get(index_value(self._channel, field, row), {})
        return found

    def all(self) -> Iterator[_Group]:
        yield from self._others
        seen: set[_Group] = set()
        for values in self._by_value.values():
            for groups in values.values():
                yield from (group for group in groups if group not in seen)
                seen |= groups.keys()


class Hub:
    """All followers of this node. `position` is how far the feed has come; without one it has not begun."""

    def __init__(self) -> None:
        self.position: Position | None = None
        self._groups: dict[Choice, _Group] = {}
        self._indexes = {name: _Index(name) for name in CHANNELS}

    def add(self, choice: Choice, follower: Follower) -> Plan:
        """From now on the follower gets what its choice selects."""
        group = self._groups.get(choice)
        if group is None:
            group = self._groups[choice] = _Group(Plan(choice))
            self._indexes[choice.channel].add(group)
        group.followers[follower] = None
        return group.plan

    def remove(self, choice: Choice, follower: Follower) -> None:
        group = self._groups.get(choice)
        if group is None or follower not in group.followers:
            return
        del group.followers[follower]
        if not group.followers:
            del self._groups[choice]
            self._indexes[choice.channel].remove(group)

    def publish(self, logged: Iterable[Logged]) -> None:
        """Tells everybody concerned, and has them send."""
        touched: dict[Follower, None] = {}
        for row in logged:
            self._publish(Change(row), touched)
        for follower in touched:
            follower.flush()

    def _publish(self, change: Change, touched: dict[Follower, None]) -> None:
        index = self._indexes[change.logged.channel]
        if change.op is Op.TRUNCATE:
            for group in index.all():
                for follower in group.followers:
                    follower.gap(GapReason.TRUNCATED, change.resume)
                touched |= group.followers
            return
        for group in index.candidates(change):
            event = group.plan.event(change)
            if event is not None:
                kind, rest = event
                for follower in group.followers:
                    follower.change(kind, rest, change)
                touched |= group.followers
