"""Faust's Kafka transport: a consumer that drops no records after a rebalance, a producer that only a member uses.

When its tables are filled, Faust first lets the source partitions be fetched, then seeks them to the committed
offsets, then resumes the flow; and resuming the flow empties the buffers of the streams. What was fetched just behind
the seek is thrown away with them, and all that was fetched where no offset was ever committed.

The set of partitions to fetch from changes while a fetch waits. Emptied, it means every partition to aiokafka, and
Faust then drops the records of those that it did not ask for.

In both cases the partition goes on behind the records thrown away, and its offsets are never committed again.

Why a producer must ask for the membership first stands in `agents/membership.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from faust.transport.drivers import aiokafka

from agents.membership import Membership, guard, watch

if TYPE_CHECKING:
    from aiokafka import AIOKafkaProducer
    from faust.transport.consumer import RecordMap
    from faust.types import TP


class Consumer(aiokafka.Consumer):
    """A consumer that fetches from a partition only once the flow behind it has been resumed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Faust's own arguments, passed through
        self._to_resume: set[TP] = set()
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
        """Commit what was acknowledged, which Faust forgets here, before the partitions are given away."""
        await self.commit()
        await super().on_partitions_revoked(revoked)

    async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> RecordMap:  # noqa: ASYNC109 -- Faust's
        asked = None if active_partitions is None else set(active_partitions)
        return await super()._getmany(asked, timeout)

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)


class ConsumerThread(aiokafka.AIOKafkaConsumerThread):
    """The consumer's thread, which tells what becomes of the membership."""

    async def on_start(self) -> None:
        """Watch from before the group is joined, which waits for the first subscription."""
        await super().on_start()
        watch(self._ensure_consumer()._coordinator, cast("Transport", self.transport).membership)  # noqa: SLF001


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
