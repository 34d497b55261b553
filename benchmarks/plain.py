"""The same job done the plain way: read an article, parse it, apply the rules, send what was found, commit.

No gate, no processes beside, no batches, no merging and no tables; it is what one would write in an afternoon, and what
the stream is compared with.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from kafka import KafkaConsumer, KafkaProducer, OffsetAndMetadata, TopicPartition

from agents.intake import RawRecord, Readable, read_article
from agents.topics import ARTICLES, EVENTS
from extraction import nlp, pipeline
from schemas.vocabulary import EventType
from schemas.wire import to_bytes


def run(bootstrap: Sequence[str], group: str, articles: int) -> float:
    """Deal with a number of articles.

    Args:
        bootstrap: brokers to begin with.
        group: the consumer group.
        articles: how many to wait for.

    Returns:
        Seconds from the first article to the last commit.
    """
    servers = list(bootstrap)
    consumer = KafkaConsumer(
        ARTICLES, bootstrap_servers=servers, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False
    )
    producer = KafkaProducer(bootstrap_servers=servers, acks="all")
    nlp.load()
    began = 0.0
    for number, record in zip(range(articles), consumer, strict=False):
        began = began if number else time.perf_counter()
        raw = RawRecord(
            record.topic, record.partition, record.offset, record.timestamp / 1000, record.key, record.value
        )
        outcome = read_article(raw)
        if isinstance(outcome, Readable):
            for mention in pipeline.extract(outcome.article, gated=False):
                producer.send(EVENTS[EventType(mention.type)], key=record.key, value=to_bytes(mention)).get(30)
        consumer.commit({TopicPartition(record.topic, record.partition): OffsetAndMetadata(record.offset + 1, "", -1)})
    seconds = time.perf_counter() - began
    producer.close()
    consumer.close()
    return seconds
