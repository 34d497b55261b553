"""How a text presents the event that the word between asterisks tells of.

Texts are published on Wednesday, 18 September 2019.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.components.status import NO_CUE, status_of
from extraction.components.status.lexicon import Cue, StatusLexicon, lexicon
from extraction.document import StatusDecision
from extraction.lexicon import LexiconError, parse
from passages import dated, pointed, pointers
from schemas.vocabulary import Status


def status(text: str) -> str:
    """The status of the event that the word between asterisks tells of."""
    return status_of(*pointed(text)).status.value


OCCURRED = (
    pytest.param("The first ministers to *visit* Oslo were cheered.", id="an infinitive that singles out the visitor"),
    pytest.param("Oslo left as the envoy arrived and *met* the king.", id="joined to a clause with no condition"),
    pytest.param("The ministers *met*.", id="simple past"),
    pytest.param("The ministers have *met*.", id="perfect"),
    pytest.param("The ministers are *meeting* in Oslo.", id="going on"),
    pytest.param("The ministers held *talks*.", id="a noun carried by a verb in the past"),
    pytest.param("*Talks* took place in Oslo.", id="what took place"),
    pytest.param("The planned *talks* took place in Oslo.", id="planned, and then held"),
    pytest.param("Lund spoke after the *talks* in Oslo.", id="what one speaks after"),
    pytest.param("After *meeting* the envoy, Lund left.", id="a participle after which something happened"),
    pytest.param("Lund said she *met* the envoy.", id="reported fact"),
    pytest.param("Lund could not hide her joy during the *talks*.", id="a modal beside what is taken for granted"),
    pytest.param("It is unclear whether the August *removal* of Lund was a coup.", id="what a doubt calls by a name"),
    pytest.param("Lund wondered if the *visit* two weeks ago was useful.", id="a past day inside a doubt"),
    pytest.param("Lund spoke of a plan drawn up in the August *talks*.", id="a past day inside a plan"),
    pytest.param("They *met* but failed to agree.", id="met without agreeing"),
    pytest.param("The *talks* failed to bring peace.", id="talks that failed were held"),
    pytest.param("Lund managed to *meet* the envoy.", id="an infinitive that came about"),
    pytest.param("Lund travelled to Rome to *meet* the pope.", id="the purpose of a journey made"),
    pytest.param("The envoy was forced to *resign*.", id="forced to"),
    pytest.param("Critics called the *visit* a mistake.", id="a judged event"),
    pytest.param("It was a mistake to *invite* the envoy.", id="an infinitive that is judged"),
    pytest.param("Lund welcomed the *visit*.", id="a noun that is only mentioned"),
    pytest.param("The minister is accused of *meeting* spies.", id="what one is accused of"),
    pytest.param("Oslo retaliated by *imposing* tariffs.", id="the means of a past act"),
    pytest.param("Lund did not attend Monday's *talks*.", id="talks that one stayed away from"),
    pytest.param("She was the first queen to *visit* Oslo.", id="the first to visit"),
    pytest.param("Lund announced her intent to *nominate* Maes.", id="a nomination is made by announcing it"),
    pytest.param("Lund was pleased before she was *appointed*.", id="before, told in the past"),
)

PLANNED = (
    pytest.param("New tariffs to *take* effect from Friday", id="a headline with a plural before its infinitive"),
    pytest.param("Lund announced a *visit* to Rome next Monday.", id="announced for a day to come"),
    pytest.param("The ministers will *meet*.", id="will"),
    pytest.param("The ministers will hold *talks*.", id="a noun carried by a verb with will"),
    pytest.param("The ministers are to *meet*.", id="are to"),
    pytest.param("The ministers are going to *meet*.", id="going to"),
    pytest.param("Lund said the ministers would *meet*.", id="would in reported speech"),
    pytest.param("Lund to *visit* Rome", id="the infinitive of a headline"),
    pytest.param("PM to *visit* Rome", id="an infinitive of a headline that is tagged a noun"),
    pytest.param("The ministers plan to *meet*.", id="plan to"),
    pytest.param("The ministers agreed to *meet*.", id="agreed to"),
    pytest.param("The ministers agreed to hold *talks*.", id="agreed to hold"),
    pytest.param("The ministers are expected to *meet*.", id="expected to"),
    pytest.param("The ministers are due to *meet*.", id="due to"),
    pytest.param("The ministers were set to hold *talks*.", id="future in the past"),
    pytest.param("*Talks* are scheduled for Friday.", id="a noun that is scheduled"),
    pytest.param("The upcoming *summit* worries Lund.", id="upcoming"),
    pytest.param("Lund prepares for next week's *summit*.", id="what one prepares for"),
    pytest.param("Lund arrived ahead of *talks* in Rome.", id="ahead of"),
    pytest.param("The tariffs to be *imposed* on Friday are high.", id="an infinitive after a noun"),
    pytest.param("Lund awaits the *visit* of the envoy.", id="awaited"),
    pytest.param("Lund *visits* Rome next week.", id="a present with a day to come"),
    pytest.param("The king fears next week's *summit*.", id="a noun with a day to come"),
    pytest.param("Lund postponed the *visit* to Friday.", id="postponed to a day to come"),
    pytest.param("Lund is unlikely to cancel the *visit*.", id="not likely to be cancelled"),
    pytest.param("Lund may cancel the *visit*.", id="a cancellation that is only possible"),
    pytest.param("Lund threatened to cancel the *visit*.", id="a cancellation that is threatened"),
    pytest.param("Lund did not cancel the *visit*.", id="not cancelled"),
    pytest.param("Oslo may act if Rome goes ahead with its planned *tariffs*.", id="planned inside a condition"),
    pytest.param("The ministers could decide at the *summit* next month.", id="a hedge beside a summit to come"),
    pytest.param("Maes, who is *resigning*, was silent.", id="a resignation under way"),
    pytest.param("The ministers will visit Rome and *meet* the pope.", id="shared with the verb before"),
    pytest.param("The ministers go ahead with the *talks*.", id="going ahead with"),
)

POSSIBLE = (
    pytest.param("Oslo will answer if Rome goes ahead and *bans* imports.", id="joined to the verb of a condition"),
    pytest.param("Congress may pass legislation to *curb* imports.", id="what a draft law is to do"),
    pytest.param("Lund is tipped to *succeed* him.", id="tipped to"),
    pytest.param("The ministers may *meet*.", id="may"),
    pytest.param("The ministers could hold *talks*.", id="could"),
    pytest.param("The ministers should *meet*.", id="should"),
    pytest.param("The ministers hope to *meet*.", id="hope to"),
    pytest.param("The ministers are considering *meeting*.", id="considering"),
    pytest.param("Oslo threatened to *impose* tariffs.", id="threatened to"),
    pytest.param("Oslo threatened Rome with *tariffs*.", id="threatened with"),
    pytest.param("Oslo proposed *tariffs*.", id="proposed"),
    pytest.param("The proposed *tariffs* worry Rome.", id="a participle before the noun"),
    pytest.param("Lund called for *talks*.", id="called for"),
    pytest.param("Lund urged the ministers to *meet*.", id="urged to"),
    pytest.param("Lund invited the envoy to *visit* Oslo.", id="invited to"),
    pytest.param("Lund is likely to *meet* the envoy.", id="likely to"),
    pytest.param("A *meeting* is likely.", id="a noun that is likely"),
    pytest.param("A *meeting* is under consideration.", id="under consideration"),
    pytest.param("A *meeting* was a possibility.", id="was a possibility"),
    pytest.param("They will weigh the possibility of *talks* in Oslo.", id="a possibility inside a plan"),
    pytest.param("Lund raised the prospect of *tariffs*.", id="the prospect of"),
    pytest.param("Lund offered to *meet* the envoy.", id="offered to"),
    pytest.param("An offer to *meet* came from Rome.", id="an offer to"),
    pytest.param("Lund would resign if they *met*.", id="in a condition"),
    pytest.param("Lund will *resign* if the vote fails.", id="under a condition"),
    pytest.param("The bill would *impose* tariffs.", id="what a bill would do"),
    pytest.param("Will Lund *meet* the envoy?", id="a question"),
    pytest.param("Lund did not rule out *talks*.", id="not ruled out"),
    pytest.param("Lund may reject the *deal*.", id="a rejection that is only possible"),
    pytest.param("Lund is working on a *meeting* with the envoy.", id="working on"),
    pytest.param("The ministers will probably *meet*.", id="an adverb of doubt"),
    pytest.param("Lund has to *meet* the envoy.", id="obligation"),
    pytest.param("Lund is ready to *meet* the envoy.", id="ready to"),
)

UNLIKELY = (
    pytest.param("Lund is unlikely to *meet* the envoy.", id="unlikely to"),
    pytest.param("A *meeting* is unlikely.", id="a noun that is unlikely"),
    pytest.param("It is unlikely that they will *meet*.", id="unlikely that"),
    pytest.param("Lund doubts that they will *meet*.", id="doubts that"),
    pytest.param("Lund has no plans to *meet* the envoy.", id="no plans to"),
    pytest.param("Lund does not plan to *meet* the envoy.", id="does not plan to"),
    pytest.param("Lund is not expected to *meet* the envoy.", id="not expected to"),
    pytest.param("Lund does not think that they will *meet*.", id="does not think that"),
    pytest.param("Lund is not considering *tariffs*.", id="not considering"),
    pytest.param("There is little likelihood; a *visit* is doubtful.", id="doubtful"),
    pytest.param("The *visit* is in doubt.", id="in doubt"),
)

CANCELLED = (
    pytest.param("Lund cancelled the *visit*.", id="cancelled"),
    pytest.param("The *visit* was cancelled.", id="passive"),
    pytest.param("Lund called off the *visit*.", id="called off"),
    pytest.param("Lund called the *visit* off.", id="called off, particle at the end"),
    pytest.param("Lund ruled out *talks*.", id="ruled out"),
    pytest.param("Lund postponed the *visit*.", id="postponed with no new date"),
    pytest.param("Lund refused to *meet* the envoy.", id="refused to"),
    pytest.param("They failed to *meet*.", id="failed to meet"),
    pytest.param("They did not *meet*.", id="did not meet"),
    pytest.param("Lund will not *meet* the envoy.", id="will not"),
    pytest.param("Lund said she would not *meet* the envoy.", id="would not, reported"),
    pytest.param("No *talks* were held.", id="no talks were held"),
    pytest.param("Lund denied that he *met* the envoy.", id="denied that"),
    pytest.param("Lund denied reports of a *meeting*.", id="denied reports of"),
    pytest.param("Lund left without *meeting* the envoy.", id="without"),
    pytest.param("The *visit* is off.", id="is off"),
    pytest.param("The cancelled *visit* angered Rome.", id="a participle before the noun"),
    pytest.param("Lund pulled out of the *talks*.", id="pulled out of"),
    pytest.param("The cancellation of the *visit* angered Rome.", id="a noun of cancelling"),
    pytest.param("The talks should have been *held* in May.", id="an unreal past"),
    pytest.param("Lund will not seek *talks*.", id="will not seek"),
    pytest.param("Oslo stopped short of *imposing* tariffs.", id="stopped short of"),
)

TABLE = {
    Status.OCCURRED: OCCURRED,
    Status.PLANNED: PLANNED,
    Status.POSSIBLE: POSSIBLE,
    Status.UNLIKELY: UNLIKELY,
    Status.CANCELLED: CANCELLED,
}


@pytest.mark.parametrize("text", OCCURRED)
def test_it_is_told_as_a_fact(text: str) -> None:
    assert status(text) == "occurred"


@pytest.mark.parametrize("text", PLANNED)
def test_it_is_planned(text: str) -> None:
    assert status(text) == "planned"


@pytest.mark.parametrize("text", POSSIBLE)
def test_it_is_possible(text: str) -> None:
    assert status(text) == "possible"


@pytest.mark.parametrize("text", UNLIKELY)
def test_it_is_unlikely(text: str) -> None:
    assert status(text) == "unlikely"


@pytest.mark.parametrize("text", CANCELLED)
def test_it_is_cancelled(text: str) -> None:
    assert status(text) == "cancelled"


REASONS = (
    pytest.param(
        "Lund hopes to *meet* the envoy.",
        StatusDecision(Status.POSSIBLE, '"hopes" (hoped-verb)'),
        id="the cue and its id",
    ),
    pytest.param(
        "Lund has no plans to *meet* the envoy.",
        StatusDecision(Status.UNLIKELY, '"plans" denied (plan-noun)'),
        id="a denied cue",
    ),
    pytest.param(
        "Lund may cancel the *visit*.",
        StatusDecision(Status.PLANNED, '"cancel" (called-off); "may" (may)'),
        id="one cue inside another",
    ),
    pytest.param(
        "Lund *visits* Rome on Friday.",
        StatusDecision(Status.PLANNED, '"Friday" lies after publication'),
        id="a day to come",
    ),
    pytest.param("Lund praised the *visit*.", StatusDecision(Status.OCCURRED, NO_CUE), id="no cue"),
)


@pytest.mark.parametrize("text, expected", REASONS)
def test_a_status_says_which_cue_gave_it(text: str, expected: StatusDecision) -> None:
    assert status_of(*pointed(text)) == expected


# ---- the lexicon

CUES = [pytest.param(cue, id=cue.id) for cue in lexicon().cues]


def reasons(text: str) -> list[StatusDecision]:
    """The decisions about every word between asterisks."""
    return [status_of(*pointed(one)) for one in pointers(text)]


@pytest.mark.parametrize("cue", CUES)
def test_a_cue_does_not_fire_on_its_counterexample(cue: Cue) -> None:
    assert [reason for reason in reasons(cue.counterexample) if f"({cue.id})" in reason.because] == []


@pytest.mark.parametrize("cue", CUES)
def test_a_cue_fires_on_its_example(cue: Cue) -> None:
    told = cue.status or cue.negated
    assert [(one.status, f"({cue.id})" in one.because) for one in reasons(cue.example)] == [(told, True)]


def test_the_ids_of_the_cues_differ() -> None:
    ids = [cue.id for cue in lexicon().cues]
    assert len(ids) == len(set(ids))


def test_a_cue_that_tells_nothing_is_told_by_file_and_line() -> None:
    idle = "{id: idle, words: [x], scope: [object], source: s, example: e, counterexample: c}"
    broken = f"negations: []\ncues: [{idle}]\n"
    with pytest.raises(LexiconError, match=r"^status\.yaml:\d+: "):
        parse(broken, "status.yaml", StatusLexicon)


# ---- for any text

WORDS = st.sampled_from(
    [
        "the",
        "minister",
        "will",
        "may",
        "not",
        "meet",
        "met",
        "talks",
        "to",
        "of",
        "for",
        "if",
        "unless",
        "cancel",
        "cancelled",
        "plan",
        "planned",
        "no",
        "visit",
        "on",
        "Friday",
        "and",
        "or",
        ",",
        ".",
        "who",
        "would",
        "have",
        "been",
        "hopes",
        "denied",
        "without",
        "after",
        "before",
        "ahead",
        "said",
        "that",
        "is",
        "likely",
        "off",
        "is",
    ]
)


@given(words=st.lists(WORDS, max_size=30))
def test_every_word_of_any_text_has_a_status_with_a_reason(words: list[str]) -> None:
    document = dated("x " + " ".join(words))
    for token in document.doc:
        decision = status_of(document, token)
        assert decision.status in TABLE
        assert decision.because
