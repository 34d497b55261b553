"""An event in one sentence, from its slots alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from extraction.summary import MAX_SUMMARY, described, summarize
from schemas.event import AppointmentSlots, MeetingMention, MeetingSlots, Party, Quote, TradeMeasureSlots, When, Where
from schemas.identity import entity_id

QUOTE = Quote(article_id="a", start=0, end=4, quote="They")
HEAD: dict[str, Any] = {"summary": "", "confidence": 0.5, "evidence": (QUOTE,)}


def person(name: str, country: str | None = None) -> Party:
    return Party(name=name, kind="person", country=country, entity_id=entity_id("person", name, country))


def state(name: str, code: str) -> Party:
    return Party(name=name, kind="country", country=code, entity_id=f"country:{code}")


def day(first: int, last: int | None = None) -> When:
    return When(start=date(2021, 5, first), end=date(2021, 5, last or first))


LUND = person("Astrid Lund", "NO")
OKORO = person("Femi Okoro", "NG")
TALKS: dict[str, Any] = {
    **HEAD,
    "participants": (LUND, OKORO),
    "countries": ("NG", "NO"),
    "format": "talks",
    "where": Where(text="Lagos"),
    "when": day(4),
}


@pytest.mark.parametrize(
    "status, sentence",
    [
        pytest.param(
            "occurred",
            "Astrid Lund (NO) and Femi Okoro (NG) held talks in Lagos on 2021-05-04",
            id="occurred: past tense",
        ),
        pytest.param(
            "planned",
            "Astrid Lund (NO) and Femi Okoro (NG) to hold talks in Lagos on 2021-05-04",
            id="planned: infinitive",
        ),
        pytest.param(
            "possible", "Astrid Lund (NO) and Femi Okoro (NG) may hold talks in Lagos on 2021-05-04", id="possible: may"
        ),
        pytest.param(
            "unlikely",
            "Astrid Lund (NO) and Femi Okoro (NG) unlikely to hold talks in Lagos on 2021-05-04",
            id="unlikely: said so",
        ),
        pytest.param(
            "cancelled",
            "Astrid Lund (NO) and Femi Okoro (NG) not to hold talks in Lagos on 2021-05-04",
            id="cancelled: not to",
        ),
    ],
)
def test_the_status_of_a_meeting_gives_the_tense(status: str, sentence: str) -> None:
    assert summarize(MeetingSlots(status=status, **TALKS)) == sentence


@pytest.mark.parametrize(
    "changes, sentence",
    [
        pytest.param(
            {"participants": (LUND,), "format": "visit"},
            "Astrid Lund (NO) visited Lagos on 2021-05-04",
            id="a lone visitor visits the place",
        ),
        pytest.param(
            {"format": "visit"},
            "Astrid Lund (NO) and Femi Okoro (NG) met on a visit to Lagos on 2021-05-04",
            id="a visit whose host is told",
        ),
        pytest.param(
            {"participants": (LUND,), "format": "visit", "where": None},
            "Astrid Lund (NO) made a visit on 2021-05-04",
            id="a lone visitor to no told place",
        ),
        pytest.param(
            {"format": "visit", "where": None},
            "Astrid Lund (NO) and Femi Okoro (NG) met on a visit on 2021-05-04",
            id="a visit with no place",
        ),
        pytest.param(
            {"mode": "video", "where": None, "when": None},
            "Astrid Lund (NO) and Femi Okoro (NG) spoke by video",
            id="the mode overrides the format",
        ),
        pytest.param(
            {"participants": (), "venue": "Lagos Forum", "format": "multilateral"},
            "NG and NO met in Lagos at Lagos Forum on 2021-05-04",
            id="codes stand in for unnamed sides",
        ),
        pytest.param(
            {"topics": ("fish stocks", "visas"), "when": day(4, 6), "recurrence": "every spring"},
            "Astrid Lund (NO) and Femi Okoro (NG) held talks in Lagos between 2021-05-04 and 2021-05-06"
            " about fish stocks and visas (every spring)",
            id="several days, topics and recurrence",
        ),
        pytest.param(
            {"participants": (state("Norway", "NO"), state("Nigeria", "NG"), OKORO, LUND, person("Ann Bo"))},
            "Norway, Nigeria, Femi Okoro (NG) and 2 others held talks in Lagos on 2021-05-04",
            id="a long list is counted",
        ),
        pytest.param(
            {"participants": (), "countries": (), "format": None, "where": None, "when": None},
            "unnamed parties met",
            id="nothing is known",
        ),
    ],
)
def test_the_slots_of_a_meeting_fill_the_sentence(changes: dict[str, Any], sentence: str) -> None:
    assert summarize(MeetingSlots(status="occurred", **(TALKS | changes))) == sentence


@pytest.mark.parametrize(
    "slots, sentence",
    [
        pytest.param(
            {
                "status": "occurred",
                "imposers": (state("Norway", "NO"),),
                "targets": (state("Chile", "CL"),),
                "measure": "tariff",
                "action": "impose",
                "goods": ("salmon feed",),
                "rate": "12%",
                "when": day(3),
                "effective": day(20),
            },
            "Norway imposed tariffs of 12% on salmon feed from Chile on 2021-05-03 effective 2021-05-20",
            id="tariff imposed",
        ),
        pytest.param(
            {
                "status": "possible",
                "imposers": (state("Norway", "NO"),),
                "targets": (state("Belarus", "BY"),),
                "measure": "sanction",
                "action": "extend",
            },
            "Norway may extend sanctions on Belarus",
            id="sanctions perhaps extended",
        ),
        pytest.param(
            {
                "status": "planned",
                "imposers": (state("Norway", "NO"),),
                "targets": (state("Peru", "PE"),),
                "measure": "trade_agreement",
                "action": "sign",
            },
            "Norway to sign a trade agreement with Peru",
            id="agreement to be signed",
        ),
        pytest.param(
            {
                "status": "unlikely",
                "imposers": (),
                "targets": (state("Peru", "PE"),),
                "measure": "export_control",
                "action": "lift",
            },
            "unnamed authority unlikely to lift export controls on Peru",
            id="controls that stay",
        ),
        pytest.param(
            {
                "status": "cancelled",
                "imposers": (state("Peru", "PE"),),
                "measure": "dispute",
                "action": "file_complaint",
                "forum": "WTO",
            },
            "Peru not to file a complaint (WTO)",
            id="complaint dropped",
        ),
        pytest.param(
            {
                "status": "occurred",
                "imposers": (state("Peru", "PE"),),
                "targets": (state("Norway", "NO"),),
                "measure": "dispute",
                "action": "file_complaint",
                "goods": ("salmon feed",),
                "rate": "12 percent",
                "forum": "WTO",
            },
            "Peru filed a complaint against Norway over salmon feed (WTO)",
            id="a complaint, without the rate of what it is about",
        ),
        pytest.param(
            {
                "status": "occurred",
                "imposers": (state("Norway", "NO"),),
                "targets": (state("Turkey", "TR"), state("Chile", "CL")),
                "measure": "tariff",
                "action": "impose",
                "goods": ("Turkish steel coils",),
                "when": When(start=date(2021, 5, 3), end=date(2021, 5, 3), text="Monday"),
                "effective": When(start=date(2021, 5, 3), end=date(2021, 5, 3), text="May 3"),
            },
            "Norway imposed tariffs on Turkish steel coils from Chile on 2021-05-03",
            id="goods that say whose they are, and one day told once",
        ),
        pytest.param(
            {
                "status": "planned",
                "imposers": (state("Norway", "NO"),),
                "targets": (state("Peru", "PE"),),
                "measure": "preferential_status",
                "action": "impose",
                "when": When(start=date(2024, 2, 1), end=date(2024, 2, 29)),
                "effective": When(start=date(2025, 1, 1), end=date(2025, 12, 31)),
            },
            "Norway to grant preferential status for Peru in February 2024 effective 2025",
            id="what is granted; a whole month and a whole year",
        ),
        pytest.param(
            {
                "status": "occurred",
                "imposers": (state("Norway", "NO"),),
                "measure": "anti_dumping",
                "action": "investigate",
                "goods": ("tyres",),
                "when": When(start=date(2024, 2, 1), end=date(2024, 3, 30)),
            },
            "Norway opened an inquiry that may lead to anti-dumping duties on tyres between 2024-02-01 and 2024-03-30",
            id="an inquiry",
        ),
    ],
)
def test_a_trade_measure_is_told_with_imposer_goods_and_target(slots: dict[str, Any], sentence: str) -> None:
    assert summarize(TradeMeasureSlots(**HEAD, **slots)) == sentence


@pytest.mark.parametrize(
    "slots, sentence",
    [
        pytest.param(
            {
                "status": "occurred",
                "action": "appoint",
                "office": "foreign minister",
                "predecessor": OKORO,
                "appointer": person("Ola Dahl"),
            },
            "Astrid Lund (NO) named foreign minister by Ola Dahl in place of Femi Okoro",
            id="named",
        ),
        pytest.param(
            {
                "status": "planned",
                "action": "nominate",
                "office": "envoy",
                "organization": "Foreign Ministry",
                "acting": True,
            },
            "Astrid Lund (NO) to be nominated as acting envoy at Foreign Ministry",
            id="to be nominated, acting",
        ),
        pytest.param(
            {"status": "possible", "action": "resign", "office": "party leader", "successor": OKORO},
            "Astrid Lund (NO) may resign as party leader with Femi Okoro to follow",
            id="may resign",
        ),
        pytest.param(
            {"status": "unlikely", "action": "elect", "office": "speaker"},
            "Astrid Lund (NO) unlikely to be elected speaker",
            id="unlikely",
        ),
        pytest.param(
            {"status": "cancelled", "action": "dismiss", "office": None, "when": day(9)},
            "Astrid Lund (NO) not to be dismissed on 2021-05-09",
            id="kept in office",
        ),
        pytest.param(
            {"status": "occurred", "action": "resign"}, "Astrid Lund (NO) resigned", id="from an unnamed office"
        ),
        pytest.param(
            {"status": "planned", "action": "appoint", "organization": "Foreign Ministry", "acting": True},
            "Astrid Lund (NO) to be appointed in an acting capacity at Foreign Ministry",
            id="to an unnamed office",
        ),
        pytest.param(
            {"status": "occurred", "action": "withdraw", "office": "envoy"},
            "Astrid Lund (NO) withdrew as nominee for envoy",
            id="a nominee withdraws",
        ),
    ],
)
def test_an_appointment_is_told_with_person_and_office(slots: dict[str, Any], sentence: str) -> None:
    assert summarize(AppointmentSlots(**HEAD, person=LUND, **slots)) == sentence


def test_a_summary_is_one_bounded_line_whatever_the_slots_hold() -> None:
    long = person("Very\nLong " * 200)
    sentence = summarize(
        MeetingSlots(status="occurred", **(TALKS | {"participants": (long,) * 9, "topics": ("x " * 500,) * 9}))
    )
    assert len(sentence) <= MAX_SUMMARY
    assert "\n" not in sentence


def test_describing_a_record_sets_its_summary_and_its_codes_and_nothing_else() -> None:
    record = MeetingMention(article_id="a", status="planned", **TALKS)
    told = described(record)
    assert (told.summary, told.codes.plover, told.codes.cameo) == (
        "Astrid Lund (NO) and Femi Okoro (NG) to hold talks in Lagos on 2021-05-04",
        "AGREE",
        "036",
    )
    assert told.model_copy(update={"summary": record.summary, "codes": record.codes}) == record
