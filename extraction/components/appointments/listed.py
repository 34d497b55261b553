"""Lists of nominees as governments publish them: a line a person, "Ana Lund, Nominee for Governor of the Mint"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extraction.components.appointments.bodies import public_nouns
from extraction.components.appointments.lexicon import Frame, appointment_lexicon
from extraction.components.appointments.offices import Office
from extraction.components.appointments.slots import UNLISTED, Appointment
from extraction.components.dates import announced_on, date_of
from extraction.document import Actor, ActorKind, Candidate, Dated, Passage, StatusDecision
from schemas.vocabulary import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.components.appointments.lexicon import Trigger
    from extraction.components.appointments.scene import Scene
    from extraction.document import Document

ITEM = re.compile(
    r"(?:^|[ \t])[ \t]{0,8}(?:[-*•–][ \t]+)?"
    r"(?P<name>(?P<first>[A-Z][^\s,:;]{0,30})[ \t][^,\n:;]{2,50}?(?:, (?:Jr|Sr)\.?|, I{2,3}|, IV)?),[ \t]+"
    r"(?P<word>Nominee)[ \t]+(?:for|to be|as)[ \t]+(?:the[ \t]+)?(?P<office>[^\n]{3,300}?)"
    r"(?=[ \t]*$|[ \t]+[-*•–][ \t]+[A-Z]|[ \t]+(?P=first)[ \t])",
    re.MULTILINE,
)
"""One item of a list: name, comma, the word, office; then the next item, or a paragraph that says the name again."""

SENT = re.compile(
    r"^[ \t]*(?:[-*•–][ \t]+)?(?P<name>[A-Z][^\s,:;]{0,30}[ \t][^,\n:;]{2,50}?(?:, (?:Jr|Sr)\.?|, I{2,3}|, IV)?),"
    r"(?:[ \t]+of[ \t]+(?:the[ \t]+)?[A-Z][^,\n:;]{1,40},)?[ \t]+(?P<word>to be)[ \t]+(?:the[ \t]+|an?[ \t]+)?"
    r"(?P<office>[A-Z][^\n;]{3,300}?)(?:, vice (?P<left>[A-Z][^,\n;]{3,60})(?:, [a-z][^,\n;]{2,40})?)?[.;]?[ \t]*$",
    re.MULTILINE,
)
"""One line of the nominations that a government sends to a senate: "Ana Lund, of Ohio, to be Ambassador to Peru"."""

TO_BE = re.compile(r",[ \t]+to be[ \t]")
"""What every such line has."""

BODY = re.compile(r",[ \t]+(?:the[ \t]+)?(?P<body>[A-Z][^,()\n]{2,120})(?:[ \t]*\([^()\n]{0,40}\))?$")
"""The body at the end of an office: "Assistant Administrator, Agency for Water"."""

NAME_WORDS = 7
"""A name of more words is none."""


def find_listed(scene: Scene, matches: list[re.Match[str]]) -> Iterator[Candidate[Appointment]]:
    """The changes of office that the lines of lists tell."""
    if not matches:
        return
    rules = [rule for rule in appointment_lexicon().rules if rule.frame is Frame.LISTED]
    appointer, announced = _announcement(scene)
    for match in matches:
        rule = next((rule for rule in rules if match["word"].lower() in rule.words), None)
        if rule is not None and len(match["name"].split()) <= NAME_WORDS:
            yield _listed(scene, match, rule, appointer, announced or _issued(scene))


def _issued(scene: Scene) -> Dated | None:
    """The day on which a list was published, which is that of the nominations where the text tells none."""
    published = scene.document.article.published_at
    return Dated(published.date(), published.date(), "", "the day of the list") if published else None


def lines_of(scene: Scene) -> list[re.Match[str]]:
    """The lines of lists, of either kind."""
    items, sent = _matches(scene.document.article.full_text)
    return [*items, *(sent if any(_names_office(scene, match) for match in sent) else ())]


def _matches(text: str) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """What may be lines of lists, by kind; their words are looked for first, since hardly any text has them."""
    items = list(ITEM.finditer(text)) if "Nominee" in text else []
    return items, list(SENT.finditer(text)) if "to be" in text and TO_BE.search(text) else []


def listed_lines(text: str) -> tuple[int, ...]:
    """Offsets of what may be lines of lists in a text that is not parsed."""
    items, sent = _matches(text)
    return tuple(match.start("name") for match in (*items, *sent))


def _names_office(scene: Scene, match: re.Match[str]) -> bool:
    """Whether what a line gives as the office has an office noun in it."""
    heads = (scene.document.doc[office.head].idx for office in scene.offices)
    return any(match.start("office") <= head < match.end("office") for head in heads)


def _announcement(scene: Scene) -> tuple[Actor | None, Dated | None]:
    """Who announces the nominees of the lists, and when: "the president announced his intent to nominate them"."""
    for token in scene.document.doc.among(frozenset({"nominate"})):
        if token.pos_ == "VERB":
            appointer = scene.authority(scene.doers(token))
            announced = announced_on(scene.document, token) or date_of(scene.document, token)
            if appointer is not None and announced is not None:
                return appointer, announced
    return None, None


def listed_tokens(document: Document, matches: list[re.Match[str]]) -> frozenset[int]:
    """The tokens of such lines: no other rule reads them."""
    spans = [document.doc.around(*match.span()) for match in matches]
    return frozenset(token.i for span in spans if span is not None for token in span)


def _listed(
    scene: Scene, match: re.Match[str], rule: Trigger, appointer: Actor | None, announced: Dated | None
) -> Candidate[Appointment]:
    """The change that one line tells; it is done by being announced."""
    full_text = scene.document.article.full_text
    span = scene.document.doc.around(*match.span("word"))
    status = StatusDecision(Status.OCCURRED, f'"{match["word"]}" in a list')
    passage = Passage(match.start("name"), match.end("office"), span.start if span else 0, rule.id, status, announced)
    words = full_text[match.start("office") : match.end("office")]
    country = appointer.country if appointer is not None else None
    slots = Appointment(rule.action, person=_person(scene, match["name"]), office=_office(words, country))
    left = match.groupdict().get("left")
    slots = replace(slots, appointer=appointer, predecessor=_person(scene, left) if left else None)
    return Candidate((passage,), slots, status, announced)


def _person(scene: Scene, name: str) -> Actor:
    """The actor with a name in the line; made for it where the article's names lack it."""
    for actor in scene.document.actors:
        if actor.kind is ActorKind.PERSON and (actor.name == name or set(actor.name.split()) >= set(name.split())):
            return actor
    return Actor(UNLISTED, name, ActorKind.PERSON, public=True)


def _office(words: str, country: str | None) -> Office:
    """The office of a line, with the body that its last part names; its state is that of whoever nominates."""
    body = BODY.search(words)
    named = body["body"].strip() if body else None
    organization = named if named and set(named.lower().split()) & public_nouns() else None
    text = words[: body.start()] if body and organization else words
    text = text.split(", with ")[0].split(", with the rank")[0]
    return Office(0, 0, 0, 0, text.lower(), text, organization=organization, country=country, public=True)
