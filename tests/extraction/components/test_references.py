"""Who is meant where no name stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import line, referred, stands_for

NOT_RESOLVED = (
    pytest.param("It rained. He left.", "He", id="a pronoun with no one named before"),
    pytest.param("Ana Reyes met him. It rained.", "him", id="the object of a verb is not its subject"),
    pytest.param("Ana Reyes left. Emma Lund spoke. He laughed.", "He", id="no one of that gender"),
    pytest.param("President Ada Braun spoke. The chancellor stayed.", "The chancellor", id="another title"),
    pytest.param("Former president Ada Braun spoke. The president left.", "The president", id="a past title"),
    pytest.param("Norway and Chile objected. The country will wait.", "The country", id="two states named last"),
    pytest.param("Norway, Chile and Peru objected. The two countries left.", "The two countries", id="three, not two"),
    pytest.param(
        "Minister Ana Vega met Luis Mori. The two countries agreed.", "The two countries", id="people of no told state"
    ),
    pytest.param("Norway objected. The North objected.", "The North", id="the North where no Korea is named"),
    pytest.param("The two old chairs broke.", "The two", id="a numeral of things"),
    pytest.param("Ana Reyes and Luis Vega spoke. Lena Lund watched. They left.", "They", id="another named between"),
    pytest.param("The Norwegian leader left.", "leader", id="an office of a state that no one named holds"),
    pytest.param(
        "Norwegian Foreign Minister Kari Dahl spoke. A Norwegian minister left.",
        "minister",
        id="someone not named before",
    ),
    pytest.param("Chile objected. The ministry sent a note.", "The ministry", id="a body that is not named before"),
    pytest.param(
        "President Ada Braun spoke. The president of the club left.",
        "The president",
        id="the president of another body",
    ),
)


@pytest.mark.parametrize("text, words", NOT_RESOLVED)
def test_what_could_be_several_or_no_one_stands_for_no_one(text: str, words: str) -> None:
    assert stands_for(referred(text), words) == []


RESOLVED = (
    pytest.param("Minister Luis Vega spoke in Oslo. He left.", "He", ["Luis Vega"], id="the last subject"),
    pytest.param(
        "Minister Ana Reyes met Luis Vega because she wanted peace.", "she", ["Ana Reyes"], id="by gender of the name"
    ),
    pytest.param("In his first year, Minister Luis Vega left.", "his", ["Luis Vega"], id="the subject that follows"),
    pytest.param(
        "Minister Ana Reyes and her Norwegian counterpart, Kari Dahl, met.",
        "her",
        ["Ana Reyes"],
        id="the person whom the phrase is joined to",
    ),
    pytest.param(
        'Chancellor Ada Braun met envoys. "Minister Lund may be right," she added.',
        "she",
        ["Ada Braun"],
        id="who speaks is not who is spoken of",
    ),
    pytest.param(
        "President Ada Braun spoke. The president left.", "The president", ["Ada Braun"], id="the bearer of a title"
    ),
    pytest.param(
        "Japanese President Kenta Mori met President Ada Braun. The president smiled.",
        "The president",
        ["Ada Braun"],
        id="of two bearers the one whose state needs no telling",
    ),
    pytest.param(
        "Chile's Foreign Ministry objected. The ministry sent a note.",
        "The ministry",
        ["Foreign Ministry"],
        id="a body",
    ),
    pytest.param("Norway objected. The country will wait.", "The country", ["Norway"], id="the only state named"),
    pytest.param(
        "Minister Ana Reyes ate. Minister Luis Vega spoke. The minister of the army, Ana Reyes, left.",
        "The minister",
        ["Ana Reyes"],
        id="an office explained by another name",
    ),
    pytest.param(
        "Minister Luis Vega congratulated Leon Lund on his victory.",
        "his",
        ["Leon Lund"],
        id="what is the object's own",
    ),
    pytest.param(
        "Norway and Chile signed. The two countries will trade.", "The two countries", ["Norway", "Chile"], id="states"
    ),
    pytest.param(
        "Norwegian Minister Lena Lund met Chilean Minister Ana Reyes. The two countries agreed.",
        "The two countries",
        ["Norway", "Chile"],
        id="the states of two people",
    ),
    pytest.param(
        "Norway, Chile and Peru met. The three countries agreed.",
        "The three countries",
        ["Norway", "Chile", "Peru"],
        id="three states",
    ),
    pytest.param(
        "President Ada Braun met Norwegian Prime Minister Kari Dahl. The two leaders smiled.",
        "The two leaders",
        ["Ada Braun", "Kari Dahl"],
        id="two people",
    ),
    pytest.param(
        "President Ada Braun met Norwegian Prime Minister Kari Dahl. The two leaders smiled. They left.",
        "They",
        ["Ada Braun", "Kari Dahl"],
        id="they after the two",
    ),
    pytest.param(
        "After their talks, Ana Reyes and Luis Vega ate.", "their", ["Ana Reyes", "Luis Vega"], id="their, put before"
    ),
    pytest.param(
        "Norway and Chile plan a meeting of their ministers.", "their", ["Norway", "Chile"], id="their, of two states"
    ),
    pytest.param(
        "Norwegian Prime Minister Kari Dahl spoke. The Norwegian leader left.", "leader", ["Kari Dahl"], id="a leader"
    ),
    pytest.param(
        "Kari Dahl, whose rise began when Prime Minister Luis Vega hired her, left.",
        "her",
        ["Kari Dahl"],
        id="an object in a clause with whose",
    ),
    pytest.param(
        "Foreign Minister Kari Dahl of Norway spoke. Norway's top diplomat left.",
        "top diplomat",
        ["Kari Dahl"],
        id="the top diplomat of a state is its foreign minister",
    ),
    pytest.param(
        "President Ada Braun met Prime Minister Kari Dahl of Norway. The President and Prime Minister spoke.",
        "Prime Minister",
        ["Kari Dahl"],
        id="an office joined to another one",
    ),
    pytest.param("North Korea and South Korea met. The North agreed.", "The North", ["North Korea"], id="the North"),
)


@pytest.mark.parametrize("text, words, expected", RESOLVED)
def test_words_stand_for_those_named_before(text: str, words: str, expected: list[str]) -> None:
    assert stands_for(referred(text), words) == expected


OFFICERS = (
    pytest.param(
        "Norway's Trade Ministry objected. Ingrid Solheim, the bank's director for tariffs, will meet envoys.",
        "person | Ingrid Solheim | - | - | - | -",
        id="a body that is not named gives no state",
    ),
    pytest.param(
        "Norway's Trade Ministry objected. Ingrid Solheim, the ministry's director for tariffs, will meet envoys.",
        "person | Ingrid Solheim | NO | director for tariffs | Trade Ministry | public",
        id="the officer of a body named before",
    ),
)


@pytest.mark.parametrize("text, expected", OFFICERS)
def test_an_officer_of_a_body_named_before_belongs_to_it(text: str, expected: str) -> None:
    assert [line(actor) for actor in referred(text).actors if actor.name == "Ingrid Solheim"] == [expected]


COUNTERPARTS = (
    pytest.param(
        "Foreign Minister Ana Reyes met her Norwegian counterpart in Oslo.",
        "Norwegian counterpart",
        "person | Norwegian counterpart | NO | Foreign Minister | - | public",
        id="who is not named is known by the description",
    ),
    pytest.param(
        "Norwegian Foreign Minister Kari Dahl spoke. Chilean Foreign Minister Ana Reyes met her Norwegian counterpart.",
        "Norwegian counterpart",
        "person | Kari Dahl | NO | Foreign Minister | - | public",
        id="who bears that title for that state",
    ),
    pytest.param(
        "Foreign Minister Ana Reyes and her new Norwegian counterpart, Kari Dahl, met.",
        "new Norwegian counterpart, Kari Dahl",
        "person | Kari Dahl | NO | Foreign Minister | - | public",
        id="who is named has the title of the one whose counterpart it is",
    ),
)


@pytest.mark.parametrize("text, words, expected", COUNTERPARTS)
def test_a_counterpart_has_the_title_of_the_other_and_the_state_that_is_told(
    text: str, words: str, expected: str
) -> None:
    document = referred(text)
    mention = next(m for m in document.mentions if document.words(m.start, m.end) == words)
    assert [line(document.actors[i]) for i in mention.actors] == [expected]


def test_mentions_do_not_overlap_and_stand_in_the_order_of_the_text() -> None:
    document = referred(" ".join(str(row.values[0]) for row in (*RESOLVED, *COUNTERPARTS)))
    assert all(one.end <= other.start for one, other in zip(document.mentions, document.mentions[1:], strict=False))


WORDS = ["he", "she", "his", "her", "their", "they", "the", "two", "both", "leaders", "Chile", "Lund", "met", ".", ","]


@given(st.lists(st.sampled_from([*WORDS, "counterpart", "Norwegian"])))
def test_no_order_of_words_makes_the_reader_fail(words: list[str]) -> None:
    document = referred(f"Minister Ana Lund spoke. {' '.join(words)}.")
    assert all(0 <= i < len(document.actors) for mention in document.mentions for i in mention.actors)
