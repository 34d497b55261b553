"""How well merging does on articles whose events are known, and of which some are one happening.

Gold events of several articles that are one bear the same name in `same_as`. An event found in an article, paired with
a gold one as `extraction.evaluation` does it, is one mention; what extraction missed, or found where there is nothing,
is left out, so that merging alone is judged.

| measure | meaning |
| --- | --- |
| B-cubed precision | of the average mention's event, the share that is of the same happening |
| B-cubed recall | of the average mention's happening, the share that stands in the same event |
| joined | pairs of mentions of one happening that stand in one event |
| wrong | pairs of mentions that stand in one event and are of two happenings |

B-cubed is by Bagga and Baldwin, "Entity-based cross-document coreferencing", 1998.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations

from agents.merging.clustering import merge
from agents.merging.comparing import labels_of
from agents.merging.reports import MergeOptions, Ref, reports_of
from agents.records import Contribution
from extraction.evaluation import GoldArticle, f1, found, pairs
from schemas.event import Mention
from schemas.identity import fingerprint

Key = tuple[str, int]
"""An article and the place of the gold event in it."""

UNDATED = datetime(1, 1, 1, tzinfo=UTC)
"""Stands for the publication of an article that tells none."""


@dataclass(frozen=True, slots=True)
class Merging:
    """What was measured."""

    mentions: int
    """Gold events that extraction found."""
    precision: float
    recall: float
    joined: int
    """Pairs of one happening that were joined."""
    to_join: int
    """Pairs of one happening."""
    wrong: int
    """Pairs of two happenings that were joined."""

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return f1(self.precision * self.recall, self.precision, self.recall)


def evaluate_merging(
    articles: Sequence[tuple[GoldArticle, Sequence[Mention]]], options: MergeOptions | None = None
) -> Merging:
    """Merge what was extracted, and compare the events with the gold ones.

    Args:
        articles: each article with its gold events, and what was extracted from it.
        options: how far apart two reports of one event may lie; as shipped where absent.
    """
    found_under = events_of(articles, options or MergeOptions())
    gold: dict[Key, str] = {}
    system: dict[Key, str] = {}
    for article, mentions in articles:
        named = list(labels_of(mentions))
        for i, j in pairs(article.full_text, article.events, [found(mention) for mention in mentions]):
            if not article.events[i].optional:
                gold[article.id, i] = article.events[i].same_as or f"{article.id}#{i}"
                system[article.id, i] = found_under[Ref(article.id, named[j])]
    return compare(gold, system)


def events_of(articles: Iterable[tuple[GoldArticle, Sequence[Mention]]], options: MergeOptions) -> dict[Ref, str]:
    """The id of the event that each mention was merged into, by article and the mention's name in it."""
    told = [contribution(article, mentions) for article, mentions in articles]
    clusters = merge((report for each in told for report in reports_of(each)), options)
    return {report.ref: cluster.event_id for cluster in clusters for report in cluster.reports}


def contribution(article: GoldArticle, mentions: Sequence[Mention]) -> Contribution:
    """An article as merging takes it in."""
    return Contribution(
        article_id=article.id,
        revision=1,
        source=article.source,
        published_at=article.published_at or UNDATED,
        text_digest=fingerprint(article.text),
        mentions=labels_of(mentions),
    )


def compare(gold: Mapping[Key, Hashable], system: Mapping[Key, Hashable]) -> Merging:
    """Compare two ways to group the same mentions.

    Args:
        gold: for each mention what it tells of.
        system: for each of the same mentions the event that it was merged into.
    """
    of_gold, of_system = _groups(gold), _groups(system)
    shared = [(of_gold[gold[key]], of_system[system[key]]) for key in gold]
    count = len(gold) or 1
    gold_pairs, system_pairs = _pairs(of_gold.values()), _pairs(of_system.values())
    return Merging(
        mentions=len(gold),
        precision=sum(len(right & told) / len(told) for right, told in shared) / count,
        recall=sum(len(right & told) / len(right) for right, told in shared) / count,
        joined=len(gold_pairs & system_pairs),
        to_join=len(gold_pairs),
        wrong=len(system_pairs - gold_pairs),
    )


def _groups(named: Mapping[Key, Hashable]) -> dict[Hashable, AbstractSet[Key]]:
    groups: dict[Hashable, set[Key]] = defaultdict(set)
    for key, name in named.items():
        groups[name].add(key)
    return dict(groups)


def _pairs(groups: Iterable[AbstractSet[Key]]) -> set[tuple[Key, Key]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}
