"""Dead letters read back: what is sent again is what came, and only to where a worker reads."""

from __future__ import annotations

import pytest

from agents.dead_letters.letters import Failure, RawHeaders, dead_letter
from agents.dead_letters.replaying import (
    Letter,
    NotReplayableError,
    Reason,
    chosen,
    copies,
    marks,
    own_headers,
    reasons,
    replay_of,
)
from agents.intake import RawRecord

FAILURE = Failure("extract", "timeout", "TimeoutError", "not done after 30 seconds")
OWN: RawHeaders = [("trace", b"\x80"), ("trace", None), ("empty", b"")]


def letter(
    offset: int = 7, *, topic: str = "articles", partition: int = 1, failure: Failure = FAILURE, at: int = 1_000,
    own: RawHeaders = OWN, room: int = 1_000_000,
) -> Letter:  # fmt: skip
    made = dead_letter(RawRecord(topic, partition, 41, 0.0, b"k\xfe", b"\xff\x00" * 900, tuple(own)), failure, room)
    return Letter(0, offset, at, made.key, made.value, tuple(made.headers))


@pytest.mark.parametrize(
    "refused, why",
    [
        pytest.param(letter(topic="articles.dead-letter"), "which no worker reads", id="the dead-letter topic itself"),
        pytest.param(letter(topic="events.meeting"), "which no worker reads", id="a public topic"),
        pytest.param(letter(topic="bank.orders"), "which no worker reads", id="somebody else's topic"),
        pytest.param(Letter(0, 1, 0, b"", b"", ()), "names no topic", id="no dead letter at all"),
        pytest.param(letter(partition=2), "names partition 2", id="a partition that is not there"),
        pytest.param(letter(partition=-1), "names partition -1", id="a partition below all"),
        pytest.param(letter(room=1_500), "it is not whole; the original stands at articles[1]@41", id="a cut value"),
    ],
)
def test_what_cannot_be_sent_again_says_why(refused: Letter, why: str) -> None:
    with pytest.raises(NotReplayableError) as error:
        replay_of(refused, 2)
    assert why in str(error.value)


def test_a_record_goes_back_byte_for_byte_with_its_own_headers_and_the_mark() -> None:
    one = letter()
    replay = replay_of(one, 2)
    assert (replay.topic, replay.partition, replay.letter) == ("articles", 1, one)
    assert replay.headers == [*OWN, ("communique.replay-of", b"0-7")]


def test_headers_of_a_producer_that_look_like_ours_are_its_own() -> None:
    own: RawHeaders = [("__connect.errors.topic", b"orders"), ("communique.version", b"9")]
    assert own_headers(letter(own=own)) == own


def test_a_record_that_failed_again_bears_one_mark() -> None:
    again = letter(9, own=[*OWN, ("communique.replay-of", b"0-7")])
    assert replay_of(again, 2).headers == [*OWN, ("communique.replay-of", b"0-9")]


def test_marks_are_read_from_headers_alone() -> None:
    assert marks([("trace", b"0-1"), ("communique.replay-of", b"0-7"), ("communique.replay-of", None)]) == {"0-7", ""}


def test_a_mark_on_another_record_is_a_producers_own_and_keeps_no_dead_letter_back() -> None:
    one = letter()
    letters, mark = {one.id: one}, [("communique.replay-of", b"0-7")]
    assert copies(letters, one.key, one.value, mark) == {"0-7"}
    assert copies(letters, one.key, b"another article", mark) == set()
    assert copies(letters, one.key, one.value, []) == set()
    assert copies(letters, one.key, one.value, [("communique.replay-of", b"0-8")]) == set()


def test_reasons_are_counted_the_most_frequent_first() -> None:
    other = Failure("intake", "json", "JSONDecodeError", "not JSON")
    first, second, third = letter(1, at=3_000), letter(2, failure=other, at=9), letter(3, at=2_000)
    assert reasons([second, first, third]) == [
        Reason("extract", "TimeoutError", 2, 2_000, 3_000, first),
        Reason("intake", "JSONDecodeError", 1, 9, 9, second),
    ]


def test_letters_are_chosen_by_id_or_by_reason_or_all() -> None:
    one, two = letter(1), letter(2, failure=Failure("intake", "json", "JSONDecodeError", "not JSON"))
    assert chosen([one, two], ["0-2"], None) == [two]
    assert chosen([one, two], [], "TimeoutError") == [one]
    assert chosen([one, two], [], None) == [one, two]
