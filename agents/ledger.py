"""Which articles are new, corrected or only sent again; and to which merge keys what they tell goes."""

from __future__ import annotations

from agents import folding, topics
from agents.folding import Fold, Step
from agents.merging import key_of
from agents.records import ArticleSeen, Contribution, Extraction
from agents.stream import Outgoing, Stream
from schemas.event import Mention
from schemas.identity import fingerprint
from schemas.wire import to_bytes

REMEMBERED_INPUTS = 16
"""Inputs of one article that its row knows, so that a replay of several corrections does not undo the last one."""


def attach(stream: Stream) -> None:
    """Add the agent to the app."""
    folding.attach(
        stream,
        Fold(
            name="ledger",
            about="Tell new and corrected articles from those sent again.",
            source=topics.EXTRACTIONS,
            kind=Extraction,
            table=stream.tables.articles_seen,
            key=lambda extraction: extraction.article_id,
            step=enter,
        ),
    )


def enter(row: ArticleSeen | None, extraction: Extraction) -> Step[ArticleSeen] | None:
    """Take one extraction into the ledger.

    Args:
        row: what is known of the article; None for a new one.
        extraction: what its present text tells.

    Returns:
        The new row and what to pass on, which is nothing where the article is unchanged; None where the input was
        taken in before.
    """
    digest = digest_of(extraction)
    token = f"{extraction.origin.partition}-{extraction.origin.offset}-{digest}"
    if row and token in row.folded:
        return None
    folded = (*(row.folded if row else ()), token)[-REMEMBERED_INPUTS:]
    if row and digest == row.digest:
        # Remembered as well: replayed behind a later correction, it would pass for a correction of that one.
        return Step(row.model_copy(update={"folded": folded}))
    revision = row.revision + 1 if row else 1
    by_key = group(extraction.mentions)
    keys = sorted({*by_key, *(row.merge_keys if row else ())})
    return Step(
        row=ArticleSeen(digest=digest, revision=revision, merge_keys=tuple(sorted(by_key)), folded=folded),
        outputs=[outgoing(contribution(extraction, key, revision, by_key.get(key, ()))) for key in keys],
    )


def digest_of(extraction: Extraction) -> str:
    """Fingerprint of all that is passed on, apart from where the article stood."""
    return fingerprint(extraction.model_dump_json(exclude={"origin"}, exclude_none=True))


def group(mentions: tuple[Mention, ...]) -> dict[str, tuple[Mention, ...]]:
    """Mentions by merge key, in the order of the text under each."""
    groups: dict[str, tuple[Mention, ...]] = {}
    for mention in mentions:
        key = key_of(mention)
        groups[key] = (*groups.get(key, ()), mention)
    return groups


def contribution(extraction: Extraction, key: str, revision: int, mentions: tuple[Mention, ...]) -> Contribution:
    """What an article tells under one key."""
    return Contribution(
        merge_key=key,
        article_id=extraction.article_id,
        revision=revision,
        source=extraction.source,
        published_at=extraction.published_at,
        text_digest=extraction.text_digest,
        text_sketch=extraction.text_sketch,
        mentions=dict(enumerate(mentions)),
    )


def outgoing(told: Contribution) -> Outgoing:
    """The contribution, keyed for merging."""
    return Outgoing(topics.MENTIONS, told.merge_key.encode(), to_bytes(told))
