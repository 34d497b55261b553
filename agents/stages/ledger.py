"""Which articles are new, corrected or only sent again."""

from __future__ import annotations

from agents import topics
from agents.merging import labels_of
from agents.records import ArticleSeen, Contribution, Extraction
from agents.stages import folding
from agents.stages.folding import Fold, Step
from agents.stream import Outgoing, Stream
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
    told_before = bool(row and row.told)
    after = ArticleSeen(
        digest=digest,
        revision=row.revision + 1 if row else 1,
        told=told_before or bool(extraction.mentions),
        folded=folded,
    )
    if not after.told:
        return Step(after)
    return Step(after, [outgoing(contribution(extraction, after.revision, told_before=told_before))])


def digest_of(extraction: Extraction) -> str:
    """Fingerprint of all that is passed on, apart from where the article stood and what its text makes anyway."""
    return fingerprint(extraction.model_dump_json(exclude={"origin", "text_sketch"}, exclude_none=True))


def contribution(extraction: Extraction, revision: int, *, told_before: bool) -> Contribution:
    """All that an article tells, as one record, so that what two of its mentions are part of changes at once."""
    return Contribution(
        article_id=extraction.article_id,
        revision=revision,
        told_before=told_before,
        source=extraction.source,
        published_at=extraction.published_at,
        text_digest=extraction.text_digest,
        text_sketch=extraction.text_sketch,
        mentions=labels_of(extraction.mentions),
    )


def outgoing(told: Contribution) -> Outgoing:
    """The contribution, keyed by article."""
    return Outgoing(topics.MENTIONS, told.article_id.encode(), to_bytes(told))
