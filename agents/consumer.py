"""Faust's Kafka consumer, without the moment after a rebalance at which it can drop records.

When its tables are filled, Faust first lets the source partitions be fetched, then seeks them to the committed
offsets, then resumes the flow; and resuming the flow empties the buffers of the streams. What was fetched before the
seek ended is thrown away with them. The seek brings it back only where an offset was ever committed, and not at all
where it was fetched just behind the seek. The partition then goes on behind the records thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from faust.transport.drivers import aiokafka

if TYPE_CHECKING:
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


class Transport(aiokafka.Transport):
    """Faust's Kafka transport with this consumer."""

    Consumer = Consumer
