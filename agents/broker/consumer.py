"""Faust's Kafka transport: a consumer that drops no records after a rebalance, a producer that only a member uses.

Faust throws records away wherever they reach it while partitions are shared out or tables refilled, and relies on
seeking to the committed offsets afterwards. A partition whose position is not set back goes on behind those records:
they are skipped in silence, or, where none follow, wait for ever. It came to that in four ways:

* When its tables are filled, Faust first lets the source partitions be fetched, then seeks, then resumes the flow; and
  resuming the flow empties the buffers of the streams. What was fetched just behind the seek is thrown away with them.
* A fetch that waits for records outlives a rebalance, and then takes the first records of the new assignment for the
  partitions that it was asked for before.
* The set of partitions to fetch from changes while a fetch waits. Emptied, it means every partition to aiokafka, and
  Faust then drops the records of those that it did not ask for.
* Where no offset is committed, or 0, seeking to the committed offset leaves the position where it is.

Faust also has everything wait for whatever is slowest. One loop hands all records to the streams, and stands still
where a stream's buffer is full; and each fetch is filled with the records of the first partition that has any. As long
as articles waited, next to nothing of what they had led to was read. Here no more is taken of a topic than its buffer
has room for, and of every topic in each fetch.

Why a producer must ask for the membership first stands in `agents/broker/membership.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from faust.transport.drivers import aiokafka
from faust.types.tuples import tp_set_to_map

from agents.broker.membership import Membership, guard, watch

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
    from aiokafka.consumer.fetcher import Fetcher
    from faust.transport.conductor import Conductor
    from faust.transport.consumer import RecordMap
    from faust.types import TP, ChannelT


REASSIGNMENT_SECONDS = 0.05
"""Between two looks whether partitions are assigned again."""

FULL_SECONDS = 0.05
"""Between two looks whether buffers that are full have room again, where nothing else arrives."""


class Consumer(aiokafka.Consumer):
    """A consumer that fetches from a partition only once the flow behind it has been resumed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Faust's own arguments, passed through
        self._to_resume: set[TP] = set()
        self.room: Mapping[str, int] = {}
        """Records that a fetch may take of a topic; any number of one that does not stand here."""
        super().__init__(*args, **kwargs)

    def resume_partitions(self, tps: Iterable[TP]) -> None:
        """Note partitions to be fetched from; Faust resumes the flow after each call of this."""
        self._to_resume.update(tps)

    def pause_partitions(self, tps: Iterable[TP]) -> None:
        """Fetch no more from partitions."""
        paused = set(tps)
        self._to_resume -= paused
        super().pause_partitions(paused)

    def resume_flow(self) -> None:
        """Deliver records to the streams, whose buffers have been emptied by now."""
        super().resume_partitions(self._to_resume)
        self._to_resume = set()
        super().resume_flow()

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Commit what was acknowledged, which Faust forgets here, before the partitions are given away.

        A commit under way knows nothing of what was acknowledged since it began. A full buffer, too, is of the past:
        once it drops, Faust would fetch from the partition again though it may by then be paused.
        """
        await self.maybe_wait_for_commit_to_finish()
        await self.commit()
        await super().on_partitions_revoked(revoked)
        self._buffered_partitions -= revoked

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Set every position back to the committed offset; what was noted as committed and is not is forgotten."""
        committed = await super().seek_to_committed()
        for tp in committed:
            self._committed_offset[tp] = None
        return committed

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> RecordMap:  # noqa: ASYNC109 -- Faust's
        if active_partitions is None:
            return await super()._getmany(None, timeout)
        self.room = self._room_for(active_partitions)
        asked = {tp for tp in active_partitions if self.room.get(tp.topic, 1)}
        if not asked:
            await asyncio.sleep(FULL_SECONDS)
            return {}
        is_some_full = asked != active_partitions or bool(self._buffered_partitions)
        return await super()._getmany(asked, FULL_SECONDS if is_some_full else timeout)

    def _room_for(self, partitions: set[TP]) -> Mapping[str, int]:
        """Records that the streams of topics can still be given at once; changelogs, read alone, are not among them."""
        conductor, changelogs = cast("Conductor", self.app.topics), self.app.tables.changelog_topics
        streams = {tp.topic: conductor._tp_index.get(tp) for tp in partitions if tp.topic not in changelogs}  # noqa: SLF001 -- what it delivers records by
        return {name: min(map(_room_of, channels)) for name, channels in streams.items() if channels}

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)


def _room_of(channel: ChannelT[Any]) -> int:
    """Records that a stream's buffer takes before it is full."""
    return max(0, channel.queue.maxsize - channel.queue.qsize())


class ConsumerThread(aiokafka.AIOKafkaConsumerThread):
    """The consumer's thread, which tells what becomes of the membership."""

    async def on_start(self) -> None:
        """Watch from before the group is joined, which waits for the first subscription."""
        await super().on_start()
        watch(self._ensure_consumer()._coordinator, cast("Transport", self.transport).membership)  # noqa: SLF001

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Set every position back to the committed offset, and to the first record where there is none."""
        return cast("Mapping[TP, int]", await self.call_thread(self._seek_to_committed))

    async def _seek_to_committed(self) -> Mapping[TP, int]:
        consumer = self._ensure_consumer()
        committed: Mapping[TP, int] = await consumer.seek_to_committed()
        changelogs = self.app.tables.changelog_topics
        begun_anew = [tp for tp, offset in committed.items() if not offset and tp.topic not in changelogs]
        for tp, offset in (await consumer.beginning_offsets(begun_anew) if begun_anew else {}).items():
            consumer.seek(tp, offset)
        return committed

    async def _fetch_records(
        self,
        consumer: AIOKafkaConsumer,
        active_partitions: set[TP],
        timeout: float | None = None,  # noqa: ASYNC109 -- Faust's
        max_records: int | None = None,
    ) -> RecordMap:
        """Take the records that are there, as many of each topic as there is room for.

        Where there are none wait for some, and leave them to the next fetch: so no records are taken but at a moment
        at which they are wanted, which aiokafka's own waiting does not look at.
        """
        if consumer._subscription.reassignment_in_progress:  # noqa: SLF001
            await asyncio.sleep(REASSIGNMENT_SECONDS)
            return {}
        room = cast("Consumer", self.consumer).room
        records: dict[TP, list[Any]] = {}
        for name, partitions in tp_set_to_map(active_partitions).items():
            most = room.get(name, max_records)
            records |= await super()._fetch_records(consumer, partitions, timeout=0, max_records=most)
        if not records and timeout and self.consumer.flow_active:
            await arrival(consumer._fetcher, timeout)  # noqa: SLF001
        return records


async def arrival(fetcher: Fetcher, timeout: float) -> None:  # noqa: ASYNC109 -- it is no error that none arrive
    """Wait until records may have arrived, for a while.

    Raises:
        aiokafka.errors.KafkaError: the broker refuses to give any.
    """
    waiter = fetcher._create_fetch_waiter()  # noqa: SLF001
    try:
        await asyncio.wait([waiter], timeout=timeout)
        if waiter.done():
            waiter.result()
    finally:
        waiter.cancel()


class Producer(aiokafka.Producer):
    """A producer whose records go out only as long as the worker is a member of its group."""

    def _new_producer(self, transactional_id: str | None = None) -> AIOKafkaProducer:
        producer = super()._new_producer(transactional_id)
        guard(producer.client, cast("Transport", self.transport).membership)
        return producer


class Transport(aiokafka.Transport):
    """Faust's Kafka transport with this consumer and this producer.

    Args:
        arguments: Faust's own.
        membership: what consumer and producer share, though each has a transport of its own.
    """

    Consumer = Consumer
    Producer = Producer

    def __init__(self, *arguments: Any, membership: Membership, **named: Any) -> None:  # noqa: ANN401 -- as above
        super().__init__(*arguments, **named)
        self.membership = membership
