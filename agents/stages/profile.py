"""From events to entities: one row for each country, person and organization, kept and published."""

from __future__ import annotations

from functools import partial

from agents import topics
from agents.entities.profiling import RowLimits, fold, shrink
from agents.metrics import Metrics
from agents.records import EntityRow, Involvement
from agents.stages import folding
from agents.stages.folding import Fold, Step
from agents.stream import Outgoing, Stream
from schemas.entity import Entity
from schemas.wire import to_bytes


def attach(stream: Stream) -> None:
    """Add the agent to the app."""
    settings = stream.settings
    limits = RowLimits(settings.entity_events, settings.entity_memory)
    folding.attach(
        stream,
        Fold(
            name="profile",
            about="Keep and publish a row for each country, person and organization.",
            source=topics.PARTICIPATIONS,
            kind=Involvement,
            table=stream.tables.entities,
            key=lambda involvement: involvement.entity_id,
            step=partial(step, limits=limits),
            finish=partial(finish, limits=limits, max_bytes=settings.max_row_bytes, metrics=stream.metrics),
        ),
    )


def step(row: EntityRow | None, told: Involvement, *, limits: RowLimits) -> Step[EntityRow] | None:
    """Take one involvement into its row."""
    after = fold(row, told, limits)
    return Step(after) if after else None


def finish(
    before: EntityRow | None, after: EntityRow, *, limits: RowLimits, max_bytes: int, metrics: Metrics
) -> Step[EntityRow]:
    """Bound the size of a row; publish the entity where the record changes."""
    value = to_bytes(after)
    while len(value) > max_bytes and len(after.involvements) > 1:
        after = shrink(after, limits)
        value = to_bytes(after)
    if before and before.entity == after.entity:
        return Step(after, value=value)
    metrics.rows.inc()
    return Step(after, [entity_record(after.entity)], value)


def entity_record(entity: Entity) -> Outgoing:
    """The row for the public topic; null where no event is left that tells of the entity."""
    told = bool(entity.counts_by_type)
    return Outgoing(topics.ENTITIES, entity.entity_id.encode(), to_bytes(entity) if told else None)
