"""Runs a plan, level by level: objects of one selection together, each relation in one call, siblings at once."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Final

import msgspec
from graphql import GraphQLError, get_argument_values, located_error
from graphql.execution.values import VariableValues

from gateway.graphql.fields import Batched, Computed, Property, Root, Source
from gateway.graphql.plan import Arguments, Check, FieldPlan, Items, Leaf, Object, OneOf, Selection, Shape
from gateway.graphql.trails import Apart, Picked, Standing, Start, Trail, Under, Within


class _Failed:
    """Stands where there is no value because of an error that has been told."""

    def __repr__(self) -> str:
        return "FAILED"


FAILED: Final = _Failed()
Report = Callable[[Exception], Exception]


class Execution:
    """One operation under way. `report` turns what a resolver raised into what clients are told."""

    def __init__(self, context: Any, variables: VariableValues, report: Report) -> None:
        self._context = context
        self._variables = variables
        self._report = report
        self.errors: list[GraphQLError] = []

    async def query(self, plan: Selection) -> dict[str, Any] | None:
        """The data of a query; None when an error reached the root."""
        return _data(await self._objects(plan, [None], Start()))

    async def mutation(self, plan: Selection, done: Callable[[], None]) -> dict[str, Any] | None:
        """The data of a mutation: its fields one after the other, and `done` after each."""
        (data,) = plan.rows([None])
        for field in plan.fields:
            value = (await self._field(field, [None], Start()))[0]
            done()
            if value is FAILED:
                return None
            data[field.key] = value
        return data

    async def source(self, plan: Selection) -> AsyncGenerator[list[Any], None]:
        """What a subscription tells, in bursts. Raises what its function does, now or when it is read."""
        (field,) = plan.fields
        assert isinstance(field.binding, Source)
        found: AsyncGenerator[list[Any], None] = await field.binding.function(
            self._context, *self._given(field), field.wanted
        )
        return found

    async def events(self, plan: Selection, burst: Sequence[Any]) -> list[dict[str, Any]]:
        """An answer for each value of a burst; what they relate to is found for all of them together."""
        (field,) = plan.fields
        values = await self._complete(field, field.shape, field.required, list(burst), Apart(field.key))
        answers: list[dict[str, Any]] = [{"data": None if value is FAILED else {field.key: value}} for value in values]
        for error in self.errors:
            assert error.path
            answer = answers[int(error.path[0])]
            answer.setdefault("errors", []).append({**error.formatted, "path": error.path[1:]})
        return answers

    async def _objects(self, plan: Selection, parents: Sequence[Any], trail: Trail) -> list[Any]:
        """What is selected of each parent; FAILED for one that cannot be had."""
        results = self._read(plan, parents, trail)
        waiting = [field for field in plan.fields if field.suspends]
        if len(waiting) > 1:
            found = await asyncio.gather(*(self._field(field, parents, trail) for field in waiting))
            columns = dict(zip([field.key for field in waiting], found, strict=True))
        else:
            columns = {field.key: await self._field(field, parents, trail) for field in waiting}
        for field in plan.fields:
            values = columns[field.key] if field.suspends else await self._field(field, parents, trail)
            self._put(field.key, values, results)
        return results

    def _put(self, key: str, values: Sequence[Any], results: list[Any]) -> None:
        """The values of one field where they belong."""
        if not self.errors:
            for result, value in zip(results, values, strict=True):
                result[key] = value
            return
        for index, value in enumerate(values):
            if value is FAILED:
                results[index] = FAILED
            elif results[index] is not FAILED:
                results[index][key] = value

    def _read(self, plan: Selection, parents: Sequence[Any], trail: Trail) -> list[Any]:
        """The properties of each parent."""
        try:
            results: list[Any] = plan.spelled(parents)
            lacking = plan.lacking(results)
        except KeyError:
            results = list(plan.rows(parents))
            lacking = plan.lacking(results)
            for check in plan.spellings:
                self._spell(check, results, trail)
        for index in lacking:
            if results[index] is not FAILED:
                self._lack(plan, results[index], index, trail)
                results[index] = FAILED
        return results

    def _spell(self, check: Check, results: list[Any], trail: Trail) -> None:
        key, serialize = check.key, check.serialize
        assert serialize is not None
        for index, result in enumerate(results):
            value = result[key] if result is not FAILED else None
            if value is None:
                continue
            try:
                result[key] = serialize(value)
            except Exception as error:
                self._tell(error, check.nodes, Under(trail, key), index)
                if check.required:
                    results[index] = FAILED
                else:
                    result[key] = None

    def _lack(self, plan: Selection, result: Any, index: int, trail: Trail) -> None:
        for check in plan.required:
            if result[check.key] is None:
                self._tell(_missing(check.coordinate), check.nodes, Under(trail, check.key), index)

    async def _field(self, field: FieldPlan, parents: Sequence[Any], trail: Trail) -> list[Any]:
        """The completed values of one field, one for each parent; FAILED where the parent fails with it."""
        under = Under(trail, field.key)
        match field.binding:
            case Property(name):
                values = [parent[name] for parent in parents]
            case Computed(function):
                values = [self._computed(function, parent) for parent in parents]
            case _:
                values = await self._called(field, parents)
        if not isinstance(field.binding, Property):
            for index, value in enumerate(values):
                if isinstance(value, Exception):
                    self._tell(value, field.nodes, under, index)
                    values[index] = FAILED
        return await self._complete(field, field.shape, field.required, values, under)

    def _computed(self, function: Callable[[Any], Any], parent: Any) -> Any:
        try:
            return function(parent)
        except Exception as error:
            return self._report(error)

    async def _called(self, field: FieldPlan, parents: Sequence[Any]) -> list[Any]:
        """One call for all parents. What it raises is every parent's error."""
        binding = field.binding
        assert isinstance(binding, Batched | Root)
        try:
            call = [self._context]
            if isinstance(binding, Batched):
                call.append(parents)
            answer = await binding.function(*call, *self._given(field), field.wanted)
        except Exception as error:
            return [self._report(error)] * len(parents)
        return list(answer) if isinstance(binding, Batched) else [answer]

    def _given(self, field: FieldPlan) -> list[Any]:
        """The arguments as the field's function takes them, none where it takes none."""
        binding = field.binding
        assert isinstance(binding, Batched | Root | Source)
        if field.arguments is None or binding.arguments is None:
            return []
        return [msgspec.convert(self._arguments(field.arguments), binding.arguments)]

    def _arguments(self, arguments: Arguments) -> Any:
        if arguments.error is not None:
            raise arguments.error
        if not arguments.varies:
            return arguments.constant
        return get_argument_values(arguments.definition, arguments.node, self._variables)

    async def _complete(
        self, field: FieldPlan, shape: Shape, required: bool, values: list[Any], trail: Trail
    ) -> list[Any]:
        """Values as clients get them (GraphQL specification, 6.4.3). FAILED comes out only where `required`."""
        match shape:
            case Leaf(serialize):
                completed = self._leaves(field, serialize, values, trail)
            case Items():
                completed = await self._lists(field, shape, values, trail)
            case Object(selection) if isinstance(field.binding, Batched) or None in values or self.errors:
                completed = await self._distinct(selection, values, trail)
            case Object(selection):
                completed = await self._objects(selection, values, trail)
            case OneOf():
                completed = await self._typed(field, shape, values, trail)
        if self.errors or (required and None in completed):
            self._check(field, required, completed, trail)
        return completed

    def _check(self, field: FieldPlan, required: bool, completed: list[Any], trail: Trail) -> None:
        """Nulls where there may be none, and failures where there may be nulls."""
        for index, value in enumerate(completed):
            if value is None and required:
                self._tell(_missing(field.coordinate), field.nodes, trail, index)
                completed[index] = FAILED
            elif value is FAILED and not required:
                completed[index] = None

    def _leaves(
        self, field: FieldPlan, serialize: Callable[[Any], Any] | None, values: list[Any], trail: Trail
    ) -> list[Any]:
        if serialize is None:
            return values
        for index, value in enumerate(values):
            if value is None or value is FAILED:
                continue
            try:
                values[index] = serialize(value)
            except Exception as error:
                self._tell(error, field.nodes, trail, index)
                values[index] = FAILED
        return values

    async def _lists(self, field: FieldPlan, shape: Items, values: list[Any], trail: Trail) -> list[Any]:
        """All items of all lists go the rest of the way together."""
        every: list[Any] = []
        lengths = []
        for value in values:
            length = 0
            if value is not None and value is not FAILED:
                every.extend(value)
                length = len(value)
            lengths.append(length)
        items = await self._complete(field, shape.item, shape.required, every, Within(trail, lengths))
        start = 0
        completed: list[Any] = []
        for value, length in zip(values, lengths, strict=True):
            if value is None or value is FAILED:
                completed.append(value)
                continue
            part = items[start : start + length]
            start += length
            completed.append(FAILED if self.errors and shape.required and FAILED in part else part)
        return completed

    async def _distinct(self, selection: Selection, values: list[Any], trail: Trail) -> list[Any]:
        """Objects. One that stands in several places is looked at once."""
        distinct = {id(value): value for value in values if value is not None and value is not FAILED}
        if not distinct:
            return values
        if len(distinct) == len(values):
            return await self._objects(selection, values, trail)
        results = await self._objects(selection, list(distinct.values()), Standing(trail, values, list(distinct)))
        found = dict(zip(distinct, results, strict=True))
        return [value if value is None or value is FAILED else found[id(value)] for value in values]

    async def _typed(self, field: FieldPlan, shape: OneOf, values: list[Any], trail: Trail) -> list[Any]:
        """Objects of several types, type by type."""
        completed = list(values)
        by_type: dict[str, list[int]] = {}
        for index, value in enumerate(values):
            if value is not None and value is not FAILED:
                by_type.setdefault(value.type_name, []).append(index)
        for name, indices in by_type.items():
            places = Picked(trail, indices)
            objects = [values[index].value for index in indices]
            results = await self._distinct(shape.selections[name], objects, places)
            for index, result in zip(indices, results, strict=True):
                completed[index] = result
        return completed

    def _tell(self, error: Exception, nodes: Sequence[Any], trail: Trail, index: int) -> None:
        for path in trail.paths(index):
            self.errors.append(located_error(error, list(nodes), list(path)))


def _missing(coordinate: str) -> Exception:
    return TypeError(f"Cannot return null for non-nullable field {coordinate}.")


def _data(results: list[Any]) -> dict[str, Any] | None:
    data = results[0]
    return None if data is FAILED else data
