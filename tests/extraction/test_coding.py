"""Events in the code books: PLOVER, CAMEO, MAST, GTA."""

from __future__ import annotations

from typing import Any

import pytest

from extraction.coding import CodeBook, codes_of
from extraction.lexicon import LEXICONS, LexiconError, parse
from schemas.event import AppointmentSlots, Codes, MeetingSlots, Quote, TradeMeasureSlots, Where

HEAD: dict[str, Any] = {
    "summary": "",
    "confidence": 0.5,
    "evidence": (Quote(article_id="a", start=0, end=4, quote="They"),),
}


@pytest.mark.parametrize(
    "slots",
    [
        pytest.param(
            MeetingSlots(**HEAD, status="unlikely", format="talks"),
            id="a meeting not foreseen is neither refused nor agreed",
        ),
        pytest.param(AppointmentSlots(**HEAD, status="occurred", action="appoint"), id="no book codes an appointment"),
        pytest.param(AppointmentSlots(**HEAD, status="possible", action="resign"), id="a resignation only talked of"),
        pytest.param(
            TradeMeasureSlots(**HEAD, status="occurred", measure="other", action="rule"),
            id="a ruling may go either way",
        ),
        pytest.param(
            TradeMeasureSlots(**HEAD, status="possible", measure="sanction", action="lift"),
            id="an easing someone else calls for",
        ),
    ],
)
def test_where_no_code_fits_none_is_given(slots: MeetingSlots | TradeMeasureSlots | AppointmentSlots) -> None:
    assert codes_of(slots) == Codes()


@pytest.mark.parametrize(
    "slots, codes",
    [
        pytest.param({"status": "planned", "format": "talks"}, ("AGREE", "036"), id="planned talks are an intention"),
        pytest.param({"status": "possible", "format": "visit"}, ("AGREE", "036"), id="so is a visit hoped for"),
        pytest.param({"status": "cancelled", "format": "summit"}, ("REJECT", "125"), id="refused"),
        pytest.param(
            {"status": "cancelled", "format": "negotiation"}, ("SANCTION", "164"), id="negotiations broken off"
        ),
        pytest.param(
            {"status": "occurred", "mode": "video", "format": "talks"}, ("CONSULT", "041"), id="by a remote medium"
        ),
        pytest.param({"status": "occurred", "format": "call"}, ("CONSULT", "041"), id="a call with no mode told"),
        pytest.param({"status": "occurred", "format": "visit"}, ("CONSULT", "042"), id="visit"),
        pytest.param({"status": "occurred", "format": "negotiation"}, ("CONSULT", "046"), id="negotiation"),
        pytest.param({"status": "occurred", "format": "meal"}, ("CONSULT", "040"), id="any other encounter"),
        pytest.param(
            {
                "status": "occurred",
                "format": "talks",
                "countries": ("DE", "PE"),
                "where": Where(text="Oslo", country="NO"),
            },
            ("CONSULT", "044"),
            id="on the ground of a third state",
        ),
        pytest.param(
            {
                "status": "occurred",
                "format": "talks",
                "countries": ("DE", "NO"),
                "where": Where(text="Oslo", country="NO"),
            },
            ("CONSULT", "040"),
            id="at one of the two",
        ),
    ],
)
def test_a_meeting_is_coded_by_status_mode_place_and_format(slots: dict[str, Any], codes: tuple[str, str]) -> None:
    assert codes_of(MeetingSlots(**HEAD, **slots)) == Codes(plover=codes[0], cameo=codes[1])


@pytest.mark.parametrize(
    "status, measure, action, codes",
    [
        pytest.param(
            "occurred",
            "tariff",
            "impose",
            Codes(plover="SANCTION", cameo="163", gta="Import tariff"),
            id="tariffs stand outside MAST",
        ),
        pytest.param(
            "possible",
            "embargo",
            "impose",
            Codes(plover="THREATEN", cameo="1312", mast="E"),
            id="an embargo threatened",
        ),
        pytest.param("occurred", "sanction", "lift", Codes(plover="RETREAT", cameo="085"), id="sanctions lifted"),
        pytest.param("planned", "sanction", "ease", Codes(plover="AGREE", cameo="0354"), id="an easing announced"),
        pytest.param("cancelled", "sanction", "lift", Codes(plover="REJECT", cameo="1244"), id="an easing refused"),
        pytest.param(
            "occurred",
            "anti_dumping",
            "investigate",
            Codes(plover="ACCUSE", cameo="090", mast="D", gta="Anti-dumping"),
            id="an investigation opened",
        ),
        pytest.param(
            "occurred", "trade_agreement", "ratify", Codes(plover="SUPPORT", cameo="057"), id="an agreement ratified"
        ),
        pytest.param(
            "planned", "trade_agreement", "sign", Codes(plover="AGREE", cameo="0311"), id="an agreement to be signed"
        ),
        pytest.param(
            "possible",
            "trade_agreement",
            "withdraw",
            Codes(plover="THREATEN", cameo="1313"),
            id="a threat to leave an agreement",
        ),
        pytest.param(
            "occurred", "preferential_status", "withdraw", Codes(plover="SANCTION", cameo="163"), id="off the whitelist"
        ),
        pytest.param(
            "occurred",
            "preferential_status",
            "impose",
            Codes(plover="COOPERATE", cameo="061"),
            id="preferences granted",
        ),
        pytest.param("occurred", "dispute", "file_complaint", Codes(plover="ACCUSE", cameo="115"), id="a case brought"),
        pytest.param(
            "occurred",
            "subsidy",
            "impose",
            Codes(mast="L", gta="State aid, unspecified"),
            id="a subsidy has an instrument only",
        ),
    ],
)
def test_a_trade_measure_is_coded_by_status_measure_and_action(
    status: str, measure: str, action: str, codes: Codes
) -> None:
    assert codes_of(TradeMeasureSlots(**HEAD, status=status, measure=measure, action=action)) == codes


def test_a_resignation_is_a_retreat() -> None:
    assert codes_of(AppointmentSlots(**HEAD, status="occurred", action="resign")) == Codes(plover="RETREAT")


@pytest.mark.parametrize(
    "wrong, right, complaint",
    [
        pytest.param('cameo: "036"', 'cameo: "999"', "'999' is no code of CAMEO", id="unknown CAMEO code"),
        pytest.param("plover: CONSULT", "plover: CHAT", "'CHAT' is no code of PLOVER", id="unknown PLOVER type"),
        pytest.param("{mast: P,", "{mast: Z,", "'Z' is no code of MAST", id="unknown MAST chapter"),
        pytest.param("gta: Safeguard", "gta: Moat", "'Moat' is no code of GTA", id="unknown GTA type"),
    ],
)
def test_a_code_that_stands_in_no_book_is_refused(wrong: str, right: str, complaint: str) -> None:
    text = (LEXICONS / "codes.yaml").read_text(encoding="utf-8")
    assert wrong in text
    with pytest.raises(LexiconError, match=complaint):
        parse(text.replace(wrong, right, 1), "codes.yaml", CodeBook)
