"""Who and what a text names, and what the words around a name tell of it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import cast, named, stands_for
from extraction import nlp
from extraction.components import names, references
from extraction.components.names.cast import is_fuller, name_words
from extraction.components.names.gazetteer import bodies, folded, known_names, leader_keys, leaders, states, titles
from extraction.document import ActorKind, Document
from extraction.reading import reading_text
from extraction.tokens import Doc
from schemas.article import Article

NO_ACTOR = (
    pytest.param("Rice prices rose, and rice fell.", id="a common word that is also a well-known family name"),
    pytest.param("May will be warm, and March was cold.", id="months"),
    pytest.param("The Executive Order was signed on Monday.", id="a title's word and a common word in capitals"),
    pytest.param("However, many of them left early on Friday.", id="capitals at the start of a sentence"),
    pytest.param("He told us that they who came would leave.", id="abbreviations in lower case: us, who"),
    pytest.param("The committee met, and the government fell.", id="bodies that no state or field tells"),
)


@pytest.mark.parametrize("text", NO_ACTOR)
def test_words_in_capitals_that_name_no_one_give_no_actor(text: str) -> None:
    assert cast(text) == []


NOT_A_STATE = (
    pytest.param("Chad Hurley founded a company.", "TD", id="a person called Chad"),
    pytest.param("Paris Hilton flew to Nice.", "FR", id="a person called Paris"),
    pytest.param("The farmers of Georgia sold peaches in Atlanta to Ohio.", "GE", id="the American Georgia"),
    pytest.param("Officials met in Tokyo on Monday.", "JP", id="a capital that is only a place"),
    pytest.param("A delegation visited Beijing.", "CN", id="a capital that is visited"),
    pytest.param("OSLO (Reuters) - Prices rose.", "NO", id="a capital in a dateline"),
)


@pytest.mark.parametrize("text, code", NOT_A_STATE)
def test_a_name_that_is_no_state_where_it_stands_gives_no_state(text: str, code: str) -> None:
    assert [a for a in named(text).actors if a.kind is ActorKind.COUNTRY and a.country == code] == []


STATES = (
    pytest.param("Tokyo rejected the demand.", "country | Tokyo | JP | - | - | public", id="a capital that acts"),
    pytest.param("Sanctions against Moscow grew.", "country | Moscow | RU | - | - | public", id="a capital as target"),
    pytest.param(
        "Tokyo spoke, and Japan agreed.", "country | Japan | JP | - | - | public", id="capital and state are one"
    ),
    pytest.param("Britons voted.", "country | United Kingdom | GB | - | - | public", id="a people by its own word"),
    pytest.param("Iraqis voted.", "country | Iraq | IQ | - | - | public", id="a people formed from the adjective"),
    pytest.param("S. Korea won.", "country | S. Korea | KR | - | - | public", id="an abbreviated state"),
    pytest.param(
        "Korean farmers won.", "country | South Korea | KR | - | - | public", id="Korean alone is South Korean"
    ),
    pytest.param("The Soviet Union fell.", "country | Soviet Union | RU | - | - | public", id="a state that is gone"),
    pytest.param("The EU agreed.", "country | EU | EU | - | - | public", id="the European Union"),
    pytest.param("The Iraqi government fell.", "country | Iraq | IQ | - | - | public", id="a government is its state"),
    pytest.param(
        "Tbilisi said Georgia would join.", "country | Georgia | GE | - | - | public", id="the state of Georgia"
    ),
    pytest.param(
        "U.S. farmers and the US agreed.", "country | U.S. | US | - | - | public", id="two spellings are one state"
    ),
)


@pytest.mark.parametrize("text, expected", STATES)
def test_a_state_is_known_by_name_people_and_capital(text: str, expected: str) -> None:
    assert cast(text) == [expected]


PEOPLE = (
    pytest.param(
        "Japanese Foreign Minister Kenta Mori spoke.",
        ["person | Kenta Mori | JP | Foreign Minister | - | public"],
        id="state, title, name",
    ),
    pytest.param(
        "U.S. Secretary of State Dana Cole spoke.",
        ["person | Dana Cole | US | Secretary of State | - | public"],
        id="a title with of inside",
    ),
    pytest.param(
        "Minister of Finance and Trade Tomas Berg quit.",
        ["person | Tomas Berg | - | Minister of Finance and Trade | - | public"],
        id="a title with two fields",
    ),
    pytest.param(
        "Ambassador to Japan Dana Cole resigned.",
        ["person | Dana Cole | - | Ambassador to Japan | - | public"],
        id="the state that an envoy is sent to is not the envoy's",
    ),
    pytest.param(
        "Bank of Japan Governor Kenta Mori spoke.",
        ["person | Kenta Mori | JP | Bank of Japan Governor | Bank of Japan | public"],
        id="a body in the title tells the state",
    ),
    pytest.param(
        "UN envoy Staffan Berg met rebels.",
        ["person | Staffan Berg | - | UN envoy | UN | public"],
        id="an international body tells no state",
    ),
    pytest.param(
        "Texas Governor Greg Stone spoke.",
        ["person | Greg Stone | US | Governor | - | public"],
        id="a part of a state tells the state",
    ),
    pytest.param(
        "Sen. Joe Miller spoke to Gen. Omar Haddad.",
        ["person | Joe Miller | US | Sen. | - | public", "person | Omar Haddad | - | Gen. | - | public"],
        id="a title in short and a rank",
    ),
    pytest.param(
        "President Kwame Boateng of Ghana spoke.",
        ["person | Kwame Boateng | GH | President | - | public", "country | Ghana | GH | - | - | public"],
        id="the state after the name",
    ),
    pytest.param(
        "Lena Lund, Norway's former trade minister, spoke.",
        ["person | Lena Lund | NO | former trade minister | - | public", "country | Norway | NO | - | - | public"],
        id="a title after the name, known as a past one",
    ),
    pytest.param(
        "Ana Reyes, director general for fisheries at Chile's Foreign Ministry, will travel.",
        [
            (
                "person | Ana Reyes | CL | director general for fisheries at Chile's Foreign Ministry"
                " | Foreign Ministry | public"
            ),
            "country | Chile | CL | - | - | public",
            "organization | Foreign Ministry | CL | - | - | public",
        ],
        id="a long title after the name, with its body",
    ),
    pytest.param(
        "Her new Norwegian counterpart, Kari Dahl, agreed.",
        ["person | Kari Dahl | NO | - | - | public"],
        id="counterpart is no title, but tells the state",
    ),
    pytest.param(
        "Ada Braun – Germany's envoy – spoke.",
        ["person | Ada Braun | DE | envoy | - | public", "country | Germany | DE | - | - | public"],
        id="a title set off by dashes",
    ),
    pytest.param(
        "Presidents Ana Reyes of Chile and Carlos Vega of Peru signed.",
        [
            "person | Ana Reyes | CL | President | - | public",
            "country | Chile | CL | - | - | public",
            "person | Carlos Vega | PE | President | - | public",
            "country | Peru | PE | - | - | public",
        ],
        id="one title for two people of two states",
    ),
    pytest.param(
        "Mexico Trade Minister Ana Reyes and Agriculture Minister Luis Vega quit.",
        [
            "person | Ana Reyes | MX | Trade Minister | - | public",
            "person | Luis Vega | MX | Agriculture Minister | - | public",
        ],
        id="the state is handed on along a list of officials",
    ),
    pytest.param(
        "Park Ji-hoon, who replaced Choi Min-seo as head of South Korea's trade office, will attend.",
        [
            "person | Park Ji-hoon | KR | - | - | public",
            "person | Choi Min-seo | - | - | - | -",
            "country | South Korea | KR | - | - | public",
        ],
        id="the state of an office told after as",
    ),
    pytest.param(
        "Peru's Ana Reyes and Chile's Luis Vega met.",
        [
            "country | Peru | PE | - | - | public",
            "person | Ana Reyes | PE | - | - | -",
            "country | Chile | CL | - | - | public",
            "person | Luis Vega | CL | - | - | -",
        ],
        id="the state that possesses a name",
    ),
    pytest.param(
        "Ursula van der Berg met Ahmed bin Saleh al-Farsi.",
        ["person | Ursula van der Berg | - | - | - | -", "person | Ahmed bin Saleh al-Farsi | - | - | - | -"],
        id="particles inside names",
    ),
    pytest.param(
        "Economist Jan Nowak spoke.",
        ["person | Jan Nowak | - | Economist | - | -"],
        id="a profession makes a person, but no public one",
    ),
    pytest.param(
        "Acme Corp. president Ida Holm spoke.",
        ["person | Ida Holm | - | Acme Corp. president | Acme Corp. | -"],
        id="an office in a firm makes no public person",
    ),
    pytest.param(
        "Robert Hill Robert (Bob) Emmet Hill resigned.",
        ["person | Robert Hill | - | - | - | -"],
        id="a name printed twice by a web page",
    ),
)


PEOPLE_OF_BODIES = (
    pytest.param("Bert Maes spoke of the Norwegian Trade Ministry.", "- | -", id="a body spoken of is nobody's home"),
    pytest.param("Bert Maes of Acme Corp. spoke.", "- | -", id="a firm is no public body"),
    pytest.param("Envoys met Bert Maes of the Norwegian Trade Ministry.", "NO | Trade Ministry", id="of a ministry"),
    pytest.param("Bert Maes from the Norwegian Central Bank spoke.", "NO | Central Bank", id="from a bank of a state"),
)


@pytest.mark.parametrize("text, expected", PEOPLE_OF_BODIES)
def test_a_person_belongs_to_the_body_named_right_behind(text: str, expected: str) -> None:
    (person,) = (actor for actor in named(text).actors if actor.name == "Bert Maes")
    assert f"{person.country or '-'} | {person.organization or '-'}" == expected


@pytest.mark.parametrize("text, expected", PEOPLE)
def test_a_person_has_the_title_state_and_body_that_the_words_around_the_name_tell(
    text: str, expected: list[str]
) -> None:
    assert cast(text) == expected


def test_a_minister_without_a_state_belongs_to_the_one_that_the_article_is_about() -> None:
    about = "Chile's parliament met in Santiago. Chile said Chilean farmers agreed. "
    assert cast(f"{about}Justice Minister Luis Vega quit.")[-1] == (
        "person | Luis Vega | CL | Justice Minister | - | public"
    )


def test_a_minister_without_a_state_has_none_where_the_article_is_about_several() -> None:
    about = "Chile said Chilean farmers agreed. Peru said Peruvian farmers agreed. "
    assert cast(f"{about}Justice Minister Luis Vega quit.")[-1] == (
        "person | Luis Vega | - | Justice Minister | - | public"
    )


ONE_PERSON = (
    pytest.param("Angela Merkel spoke. Later Merkel left.", "Angela Merkel", id="family name later"),
    pytest.param("Merkel spoke. Later Angela Merkel left.", "Angela Merkel", id="family name before the full name"),
    pytest.param("Minister Park Ji-hoon spoke. Mr. Park left.", "Park Ji-hoon", id="a family name that stands first"),
    pytest.param(
        "Governor Rosa Vela Nunes spoke. Later Vela left.", "Rosa Vela Nunes", id="the first of two family names"
    ),
    pytest.param(
        "Governor Rosa Vela Nunes spoke. Governor Rosa Vela left.",
        "Rosa Vela Nunes",
        id="the second family name dropped",
    ),
    pytest.param("Gen. Mike Brandt spoke. Michael Brandt left.", "Mike Brandt", id="a short given name"),
    pytest.param("Minister John F. Keane spoke. John Keane left.", "John F. Keane", id="a middle initial"),
    pytest.param("Femi Okoro Jr. was named. Okoro thanked them.", "Femi Okoro", id="a generation after the name"),
)


@pytest.mark.parametrize("text, name", ONE_PERSON)
def test_all_names_of_one_person_are_one_actor_under_the_full_name(text: str, name: str) -> None:
    assert [actor.name for actor in named(text).actors] == [name]


def test_a_family_name_that_two_people_share_is_the_one_last_named_in_full() -> None:
    document = named("Minister Ana Vega spoke first. Minister Luis Vega spoke next. Vega left.")
    assert stands_for(document, "Vega") == ["Luis Vega"]


def test_a_family_name_that_stands_first_is_an_officers_before_another_persons() -> None:
    document = named("President Park Do Yun spoke first. Mr. Tony Park spoke next. Park left.")
    assert stands_for(document, "Park") == ["Park Do Yun"]


SOMEONE_ELSE = (
    pytest.param("Anna Mori sang. Mr. Mori spoke to reporters.", "Mr. Mori", "Mori", id="Mr. is no woman"),
    pytest.param("Anna Lund sang. Mr. Carl Lund spoke. Mrs. Lund left.", "Mrs. Lund", "Anna Lund", id="Mrs. is no man"),
    pytest.param(
        "Melania Trump sang. President Trump left.", "President Trump", "Trump", id="a president is not his wife"
    ),
    pytest.param("Brigitte Macron sang. Later Macron left.", "Macron", "Macron", id="a leader's name is no relative"),
    pytest.param(
        "Crown Prince Omar bin Rashid spoke. King Rashid left.", "King Rashid", "Rashid", id="a father is not his son"
    ),
    pytest.param(
        "Minister Ana Vega spoke first. Luis Vega sang. Vega left.", "Vega", "Ana Vega", id="in office before a singer"
    ),
    pytest.param(
        "Melania Trump sang. Mrs. Trump left.", "Mrs. Trump", "Melania Trump", id="a relative by form of address"
    ),
    pytest.param(
        "Presidents Ana Vega and Luis Mori spoke. Messrs. Mori and Hill left.",
        "Messrs. Mori",
        "Luis Mori",
        id="a form of address in the plural",
    ),
)


@pytest.mark.parametrize("text, words, name", SOMEONE_ELSE)
def test_a_family_name_is_whom_its_title_and_form_of_address_allow_and_who_holds_an_office_first(
    text: str, words: str, name: str
) -> None:
    assert stands_for(named(text), words) == [name]


THE_SYLLABLE_HE = (
    pytest.param("Minister Lin spoke. He left.", "Minister Lin", "Lin", id="the pronoun behind a stop"),
    pytest.param("Vice Premier Lin He spoke.", "Vice Premier Lin He", "Lin He", id="behind a title"),
    pytest.param("Vice Premier Lin He spoke. Lin left.", "Lin", "Lin He", id="the family name later"),
)


@pytest.mark.parametrize("text, words, name", THE_SYLLABLE_HE)
def test_he_right_behind_a_family_name_is_a_given_name(text: str, words: str, name: str) -> None:
    assert stands_for(named(text), words) == [name]


JOINED_BY_A_HYPHEN = (
    pytest.param("Minister Park Ji-hoon spoke.", ["Park Ji-hoon"], id="syllables of a given name"),
    pytest.param("Minister Rosa Vela-Nunes spoke.", ["Rosa Vela-Nunes"], id="a double family name"),
    pytest.param(
        "Minister Ana Vega met President Luis Mori. The Vega-Mori talks failed.",
        ["Ana Vega", "Luis Mori"],
        id="two family names that the article has",
    ),
    pytest.param("A Merkel-Macron meeting is planned.", ["Merkel", "Macron"], id="two that every reader knows"),
)


@pytest.mark.parametrize("text, people", JOINED_BY_A_HYPHEN)
def test_a_hyphen_joins_two_people_only_where_both_are_known(text: str, people: list[str]) -> None:
    assert [actor.name for actor in named(text).actors] == people


SERVING = (
    pytest.param("She wrote to the Vice President Dana Cole.", "Vice President", id="no title before"),
    pytest.param(
        "Security Advisor to the Vice President Dana Cole spoke.",
        "Security Advisor to the Vice President",
        id="adviser to another",
    ),
)


@pytest.mark.parametrize("text, title", SERVING)
def test_an_adviser_has_the_own_title_and_not_that_of_whom_they_serve(text: str, title: str) -> None:
    assert [actor.title for actor in named(text).actors] == [title]


def test_a_person_and_a_body_joined_by_and_are_two() -> None:
    document = named("Trade Representative Dana Cole and Treasury Secretary Rosa Hill spoke.")
    assert [actor.name for actor in document.actors] == ["Dana Cole", "Rosa Hill"]


BODIES = (
    pytest.param(
        "Seoul's Foreign Ministry objected.",
        ["country | Seoul | KR | - | - | public", "organization | Foreign Ministry | KR | - | - | public"],
        id="a ministry and its owner",
    ),
    pytest.param(
        "The Ministry of Trade, Industry and Energy objected.",
        ["organization | Ministry of Trade, Industry and Energy | - | - | - | public"],
        id="a ministry with a list of fields",
    ),
    pytest.param(
        "The commerce ministry of Peru agreed.",
        ["organization | commerce ministry | PE | - | - | public", "country | Peru | PE | - | - | public"],
        id="a ministry in lower case and its state after it",
    ),
    pytest.param(
        "The Trump administration agreed.",
        ["organization | Trump administration | US | - | - | public"],
        id="an administration has the state of its leader",
    ),
    pytest.param(
        "The World Trade Organization agreed.",
        ["organization | World Trade Organization | - | - | - | public"],
        id="an international body has no state",
    ),
    pytest.param(
        "The European Commission agreed.",
        ["organization | European Commission | EU | - | - | public"],
        id="a body of the European Union",
    ),
    pytest.param(
        "The White House agreed.",
        ["organization | White House | US | - | - | public"],
        id="a house that stands for a government",
    ),
    pytest.param(
        "Acme Corp. and Bank of Bergen merged.",
        ["organization | Acme Corp. | - | - | - | -", "organization | Bank of Bergen | - | - | - | -"],
        id="firms hold no public authority",
    ),
    pytest.param(
        "Hamas refused.",
        ["group | Hamas | PS | - | - | public"],
        id="an armed movement is a group",
    ),
    pytest.param(
        "They arrived at the NATO summit.",
        ["gathering | NATO summit | - | - | - | -"],
        id="a body and a gathering in lower case",
    ),
    pytest.param(
        "They arrived at the Berlin Energy Forum.",
        ["gathering | Berlin Energy Forum | - | - | - | -"],
        id="a gathering in capitals",
    ),
)


@pytest.mark.parametrize("text, expected", BODIES)
def test_a_body_has_its_state_and_says_whether_it_is_public(text: str, expected: list[str]) -> None:
    assert cast(text) == expected


def test_a_mention_covers_title_and_name_so_that_any_word_of_it_finds_the_person() -> None:
    document = named("Japanese Foreign Minister Kenta Mori spoke.")
    assert {document.actors_of(token) for token in document.doc[1:6]} == {document.actors}


def test_a_name_is_given_as_printed_with_its_typographic_quotes() -> None:
    assert cast("Prime Minister Seán O’Neill spoke.") == ["person | Seán O’Neill | - | Prime Minister | - | public"]


def test_a_capitalized_headline_gives_no_names_that_its_verbs_are_part_of() -> None:
    document = named("Dana Cole spoke to reporters.", title="Minister Cole Urges Restraint As Talks Begin")
    assert [actor.name for actor in document.actors] == ["Dana Cole"]


def test_a_verb_between_two_names_of_a_headline_is_part_of_neither() -> None:
    document = named("President Cole wants Ms. Reyes.", title="Cole Names Ana Reyes As New Envoy To Peru")
    assert [actor.name for actor in document.actors if actor.kind is ActorKind.PERSON] == ["Cole", "Ana Reyes"]


def test_mentions_do_not_overlap_and_stand_in_the_order_of_the_text() -> None:
    document = named(" ".join(str(row.values[0]) for row in PEOPLE))
    assert all(one.end <= other.start for one, other in zip(document.mentions, document.mentions[1:], strict=False))


FULLER = (
    pytest.param("Ana Reyes", "Luis Reyes", False, id="another given name"),
    pytest.param("Ana Reyes", "Ana Vega", False, id="another family name"),
    pytest.param("Ana Reyes", "Ana Reyes", False, id="the same name"),
    pytest.param("Michael Brandt", "Mike Brandt", True, id="a short given name spelled out"),
    pytest.param("Ana Maria Reyes", "Ana Reyes", True, id="a middle name"),
    pytest.param("Juan Ana Reyes", "Ana Reyes", True, id="a further name before"),
)


@pytest.mark.parametrize("long, short, expected", FULLER)
def test_a_name_is_a_fuller_form_of_another(long: str, short: str, expected: bool) -> None:  # noqa: FBT001
    assert is_fuller(name_words(long), name_words(short)) is expected


def test_every_state_of_the_lexicon_has_a_name_and_a_code_of_its_own() -> None:
    assert len(states()) > 190
    assert [code for code, state in states().items() if not state.names or len(code) != 2] == []


def test_a_well_known_name_tells_one_state_or_none() -> None:
    assert leaders()["angela merkel"] == "DE"
    assert "kim" not in leaders()


def test_no_word_is_both_an_office_and_a_profession() -> None:
    assert titles().offices & titles().roles == set()


def test_no_noun_heads_both_public_and_private_bodies() -> None:
    assert bodies().heads.public & bodies().heads.private == set()


def test_names_are_looked_up_without_accents_articles_and_stops() -> None:
    assert [folded(name) for name in ("the U.S.", "Élysée", "Côte d'Ivoire")] == ["US", "Elysee", "Cote d'Ivoire"]
    assert known_names()["US"].code == "US"


def test_a_full_name_is_also_looked_up_without_middle_names() -> None:
    assert leader_keys("Joseph R. Biden, Jr.") == ("joseph r biden", "joseph biden")


HOSTILE = (
    pytest.param("Minister " * 1000, id="titles without end"),
    pytest.param("Van der " * 1000, id="particles without end"),
    pytest.param("Bank of " * 1000, id="bodies without end"),
    pytest.param("A" * 60_000, id="one long word"),
    pytest.param("Kim-" * 1000, id="hyphens without end"),
    pytest.param("Ana Reyes, " * 600, id="a list without end"),
    pytest.param("'s 's 's ( ) -- \u2014 . , \u0000 \ufeff" * 100, id="marks alone"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_takes_time_that_grows_with_its_length_alone(text: str) -> None:
    article = Article(id="x", text=text)
    unread = Document(article, Doc.of(nlp.load()(reading_text(article))))
    started = time.perf_counter()
    references.resolve_references(names.find_names(unread))
    assert time.perf_counter() - started < 10


@given(st.text(max_size=200))
def test_no_text_makes_the_finder_of_names_fail(text: str) -> None:
    document = named(f"{text}.")
    assert all(0 <= actor.index < len(document.actors) for actor in document.actors)
