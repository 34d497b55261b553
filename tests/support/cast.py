"""Short texts read up to their names and references, and actors in one line each, for tests of both."""

from __future__ import annotations

from extraction import nlp
from extraction.components import names, references
from extraction.document import Actor, Document
from extraction.reading import reading_text
from extraction.tokens import Doc
from schemas.article import Article


def named(text: str, title: str | None = None) -> Document:
    """A text with its names found."""
    article = Article(id="x", text=text, title=title)
    return names.find_names(Document(article, Doc.of(nlp.load()(reading_text(article)))))


def referred(text: str, title: str | None = None) -> Document:
    """A text with its names found and its references resolved."""
    return references.resolve_references(named(text, title))


def line(actor: Actor) -> str:
    """An actor in one line: kind, name, state, title, body, and whether it is public."""
    told = (actor.country, actor.title, actor.organization, "public" if actor.public else None)
    return " | ".join((actor.kind.value, actor.name, *(part or "-" for part in told)))


def cast(text: str, title: str | None = None) -> list[str]:
    """The actors that are named in a text, one line each."""
    return [line(actor) for actor in named(text, title).actors]


def stands_for(document: Document, words: str) -> list[str]:
    """Whom the first mention with the given words stands for."""
    mention = next((m for m in document.mentions if document.words(m.start, m.end) == words), None)
    return [document.actors[i].name for i in mention.actors] if mention else []
