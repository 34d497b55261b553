"""Articles are parsed sentence by sentence: each once, and the rest of the text is white space of the same length."""

from __future__ import annotations

import pytest
from spacy.language import Language

from extraction import nlp
from extraction.gate import sentence_starts
from extraction.parsing import Text, parse
from extraction.tokens import Doc

RIVER = "The river rose. Norway's minister met Ana Reyes in Lima.\n\nThe mill was flooded."


@pytest.fixture(scope="module")
def language() -> Language:
    return nlp.load()


def cut(text: str) -> Text:
    return Text(text, sentence_starts(text))


def told(doc: Doc) -> list[tuple[int, str, str, str, str, str, int, str]]:
    return [(one.idx, one.text, one.tag_, one.pos_, one.lemma_, one.dep_, one.head.i, one.ent_type_) for one in doc]


def named(doc: Doc) -> list[tuple[str, str]]:
    return [(entity.text, entity.label_) for entity in doc.ents]


def test_nothing_of_an_empty_text_is_wanted(language: Language) -> None:
    assert len(cut("").doc(set(), language)) == 0


def test_what_is_not_wanted_is_white_space_and_every_offset_holds(language: Language) -> None:
    text = cut(RIVER)
    parse([text], [{1}], language)
    doc = text.doc({1}, language)
    assert [entity.text for entity in doc.ents] == [entity.text for entity in Doc.of(language(doc.text.strip())).ents]
    assert doc[3].left_edge.text == "Norway"
    assert len(doc.text) == len(RIVER)
    assert doc.text.split() == ["Norway's", "minister", "met", "Ana", "Reyes", "in", "Lima."]
    assert all(RIVER[one.idx :].startswith(one.text) for one in doc if not one.is_space)


def test_white_space_is_told_as_the_pipeline_tells_it(language: Language) -> None:
    text = cut(RIVER)
    parse([text], [{1}], language)
    first = told(text.doc({1}, language))[0]
    assert first[1:] == told(Doc.of(language(first[1])))[0][1:]


def test_a_text_of_one_sentence_is_parsed_as_the_pipeline_parses_it(language: Language) -> None:
    sentence = "Norway's minister met Ana Reyes in Lima."
    text = cut(sentence)
    parse([text], [{0}], language)
    assert told(text.doc({0}, language)) == told(Doc.of(language(sentence)))
    assert named(text.doc({0}, language)) == named(Doc.of(language(sentence)))


def test_a_sentence_is_parsed_once_and_alike_whatever_stands_around_it(language: Language) -> None:
    text, alone = cut(RIVER), cut(RIVER)
    parse([text, alone], [{1}, {0, 1, 2}], language)
    assert [text.missing({0, 1, 2}), alone.missing({0, 1, 2})] == [[0, 2], []]
    parse([text], [{0, 1, 2}], language)
    assert told(text.doc({0, 1, 2}, language)) == told(alone.doc({0, 1, 2}, language))
    assert [sent.text.strip() for sent in alone.doc({0, 1, 2}, language).sents] == [
        "The river rose.",
        "Norway's minister met Ana Reyes in Lima.",
        "The mill was flooded.",
    ]
