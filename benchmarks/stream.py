"""How fast the stream is through Apache Kafka, beside extraction alone and the plain way.

Every way has a Kafka and workers of its own, which stay ready all the while, so that the ways can take turns. Times are
those that the brokers put on records: from the first article's append to the last record that followed from any.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles

import orjson
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from rich.console import Console
from rich.progress import track

from agents.broker.clients import client_options
from agents.pool.extracting import collected_afterwards
from agents.topics import ARTICLES, EVENTS, EXTRACTIONS, MENTIONS, partitions_of
from benchmarks import plain
from benchmarks.figures import Figure, beside, figure
from brokers import ApacheKafka
from extraction import pipeline
from harness import PUBLIC, Stream
from schemas.article import Article
from schemas.wire import to_bytes

ALONE = "extraction alone"
FEW, PLAIN = "extraction alone, some of the articles", "the plain way, the same articles"
WAYS = {
    "stream, one pool process": (1, 1),
    "stream, two pool processes": (1, 2),
    "stream, two workers of one process": (2, 1),
}
"""Workers, and processes of each."""

ONE, TWO, WORKERS = WAYS

WARM_ARTICLES = 16
WARM_ROUND = -1
"""A turn of each way before those that count: caches are filled, and Kafka's code is compiled as it is used."""


FIRST_YEAR = 1981
"""The year in which the articles of the first round are published."""

PASSES = 3
"""So often an article comes in a turn, as papers print what others had. A turn must be long: the stream fills at its
beginning, and runs dry at its end."""

QUIET_SECONDS = 1.5
"""Nothing more follows from an article after so long a silence."""

LOOK_SECONDS = 0.2
"""Between two looks at the ends of the topics."""

WAIT_SECONDS = 240.0
HALF = 0.5
LATENCY_TURNS = 3
"""So often all articles come while latency is measured: what else a machine is at changes by the minute."""
SEED = 7
MILLISECONDS = 1000


@dataclass(frozen=True)
class Timed:
    """One record read back, and when the broker took it, in seconds."""

    topic: str
    key: bytes
    value: bytes | None
    at: float


class Scene:
    """Workers on a Kafka of their own, ready for articles.

    Args:
        stream: the broker and its topics.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.bootstrap = stream.settings.bootstrap_servers
        options = client_options(stream.settings)
        self._producer = KafkaProducer(**options, acks="all", linger_ms=5)
        self._consumer = KafkaConsumer(**options, auto_offset_reset="latest", enable_auto_commit=False)
        topics = (EXTRACTIONS, MENTIONS, *PUBLIC)
        parts = [TopicPartition(t, p) for t in topics for p in range(partitions_of(t, stream.settings))]
        self._parts = parts
        self._consumer.assign(parts)
        self._consumer.seek_to_end()
        for part in parts:
            self._consumer.position(part)

    def close(self) -> None:
        """Close the clients."""
        self._producer.close()
        self._consumer.close()

    def append(self, articles: Sequence[Article], rate: float | None = None) -> dict[str, float]:
        """Append articles, all at once or by chance at a mean rate; when the broker took each, in seconds."""
        chance = random.Random(SEED)  # noqa: S311 -- no secret
        due, sent = time.monotonic(), []
        for article in articles:
            if rate is not None:
                due += chance.expovariate(rate)
                time.sleep(max(0.0, due - time.monotonic()))
            sent.append(self._producer.send(ARTICLES, key=article.id.encode(), value=to_bytes(article)))
        taken = (one.get(60).timestamp / MILLISECONDS for one in sent)
        return {article.id: at for article, at in zip(articles, taken, strict=True)}

    def followed(self, articles: int) -> list[Timed]:
        """All that follows from articles, read once each is extracted and nothing more comes.

        While the stream is at work only the ends of the topics are looked at: reading them all the while would take
        a good part of the cores that it works on.

        Raises:
            TimeoutError: they were not extracted in time.
        """
        ends = self._settled(articles)
        found: list[Timed] = []
        while any(self._consumer.position(part) < end for part, end in ends.items()):
            for batch in self._consumer.poll(timeout_ms=100).values():
                found += [Timed(r.topic, r.key, r.value, r.timestamp / MILLISECONDS) for r in batch]
        return found

    def _settled(self, articles: int) -> dict[TopicPartition, int]:
        """The ends of the topics, once so many articles are extracted and nothing more comes."""
        ends: dict[TopicPartition, int] = {}
        begun = quiet = time.monotonic()
        begins = {part: self._consumer.position(part) for part in self._parts if part.topic == EXTRACTIONS}
        while True:
            before, ends = ends, self._consumer.end_offsets(self._parts)
            now = time.monotonic()
            quiet = quiet if ends == before else now
            extracted = sum(ends[part] - begin for part, begin in begins.items())
            if extracted >= articles and now - quiet > QUIET_SECONDS:
                return ends
            if now - begun > WAIT_SECONDS:
                raise TimeoutError(f"{articles} articles were not extracted within {WAIT_SECONDS:.0f} s")
            time.sleep(LOOK_SECONDS)

    def seconds(self, articles: Sequence[Article]) -> float:
        """Seconds from the first append of articles to the last record that followed."""
        appended = self.append(articles)
        return max(one.at for one in self.followed(len(articles))) - min(appended.values())


@contextmanager
def scene(directory: Path, workers: int, processes: int) -> Iterator[Scene]:
    """A Kafka with workers that have dealt with a few articles."""
    with broker(directory, pool_processes=processes) as stream, ExitStack() as running:
        for _ in range(workers):
            running.enter_context(stream.worker(program="agents.cli", level="warn"))
        made = Scene(stream)
        running.callback(made.close)
        made.seconds([article("warm", number) for number in range(WARM_ARTICLES)])
        yield made


@contextmanager
def broker(directory: Path, **settings: object) -> Iterator[Stream]:
    """A Kafka with the topics and nothing on them."""
    directory.mkdir()
    kafka = ApacheKafka(directory)
    kafka.start()
    try:
        stream = Stream(kafka.bootstrap, directory, extraction_timeout_seconds=60, **settings)
        stream.create_topics()
        yield stream
    finally:
        kafka.stop()


def article(name: str, number: int) -> Article:
    """An invented article."""
    text = "Norway's Foreign Minister Anna Lund will meet her Belgian counterpart Bert Maes in Oslo on Monday."
    return Article(
        id=f"{name}-{number}",
        text=text,
        language="en",
        source=f"Wire {number}",
        published_at=published(WARM_ROUND, number),
    )


def of_round(articles: Sequence[Article], number: int) -> list[Article]:
    """The articles under ids of their own, so that they are none that came before, and with times as a wire has them.

    What merges is then what a day of news has in common, not what the same articles told in the round before.
    """
    return [
        one.model_copy(
            update={
                "id": f"{one.id}-{number}-{at}",
                "language": one.language or "en",
                "published_at": published(number, at),
            }
        )
        for at, one in enumerate(articles)
    ]


def published(number: int, at: int) -> datetime:
    """When an article of a round was published: one a minute, in a year of the round's own."""
    return datetime(FIRST_YEAR + number, 1, 1, tzinfo=UTC) + timedelta(minutes=at)


def extracted(articles: Sequence[Article]) -> int:
    """Extract as one of a worker's processes does, and count the events."""
    with collected_afterwards():
        return sum(len(mentions) for mentions in pipeline.extract_all(articles))


def alone(articles: Sequence[Article]) -> float:
    """Seconds that extraction takes in this process."""
    began = time.perf_counter()
    extracted(articles)
    return time.perf_counter() - began


def measure(articles: Sequence[Article], rounds: int, directory: Path) -> list[Figure]:
    """All ways in turns, then latency at half of the highest rate.

    Args:
        articles: the articles; of the plain way, which is slow, the first eighth alone is asked.
        rounds: how often each way has its turn.
        directory: an empty directory, for the brokers and the workers.
    """
    few = articles[: max(1, len(articles) // 8)]
    with ExitStack() as stack:
        scenes = {
            name: stack.enter_context(scene(directory / f"{i}", *way)) for i, (name, way) in enumerate(WAYS.items())
        }
        turns: dict[str, Callable[[Sequence[Article]], float]] = {
            ALONE: lambda told: alone(told) / len(told),
            **{name: partial(_each, one) for name, one in scenes.items()},
        }
        bare = stack.enter_context(broker(directory / "plain"))
        times: dict[str, list[float]] = {name: [] for name in (*turns, FEW, PLAIN)}
        for turn in turns.values():
            turn(of_round(articles, WARM_ROUND))
        for number in track(range(rounds), "rounds", console=Console(stderr=True), transient=True):
            told = of_round([*articles] * PASSES, number)
            for name, turn in turns.items():
                times[name].append(MILLISECONDS * turn(told))
            times[FEW].append(MILLISECONDS * alone(few) / len(few))
            times[PLAIN].append(MILLISECONDS * plainly(bare, of_round(few, number), number) / len(few))
        best = min(WAYS, key=lambda name: median(times[name]))
        rate = MILLISECONDS / median(times[best])
        told = [one for turn in range(LATENCY_TURNS) for one in of_round(articles, rounds + turn)]
        waits = latency(scenes[best], told, HALF * rate)
    return [*compared(times), *waits]


def _each(one: Scene, articles: Sequence[Article]) -> float:
    return one.seconds(articles) / len(articles)


def compared(times: dict[str, list[float]]) -> list[Figure]:
    """The times of all ways, beside those of their anchors."""
    shown = {name: figure("stream", name, rounds, "ms an article") for name, rounds in times.items()}
    anchors = {
        ONE: ALONE,
        TWO: ONE,
        WORKERS: ONE,
        PLAIN: FEW,
    }
    return [beside(one, shown[anchors[name]]) if name in anchors else one for name, one in shown.items()]


def plainly(bare: Stream, articles: Sequence[Article], number: int) -> float:
    """Seconds that the plain way takes."""
    bare.send({"key": one.id.encode(), "value": to_bytes(one)} for one in articles)
    return plain.run(bare.settings.bootstrap_servers, "plain", len(articles))


def latency(one: Scene, articles: Sequence[Article], rate: float) -> list[Figure]:
    """From an article's append to what follows from it, articles coming by chance at a mean rate."""
    appended = one.append(articles, rate)
    found = one.followed(len(articles))
    done = [MILLISECONDS * (r.at - appended[r.key.decode()]) for r in found if r.topic == EXTRACTIONS]
    told = [(r.at, newest(r.value, appended)) for r in found if r.topic in EVENTS.values() and r.value]
    events = [MILLISECONDS * (at - since) for at, since in told if since is not None]
    shown = [Figure("latency", "articles a second", rate, "1/s")]
    for name, waits in (("append to extraction", done), ("append to event", events)):
        cut = quantiles(waits, n=100, method="inclusive")
        shown += [Figure("latency", f"{name}, p{at} of {len(waits)}", cut[at - 1], "ms") for at in (50, 95, 99)]
    return shown


def newest(value: bytes, appended: dict[str, float]) -> float | None:
    """When the newest of the articles that tell an event was appended; None where those before alone tell it."""
    sources = {source["article_id"] for source in orjson.loads(value)["sources"]}
    return max((appended[one] for one in sources if one in appended), default=None)
