"""Where a request for another worker's row goes."""

from __future__ import annotations

import pytest
from yarl import URL

from agents.routing import address

WORKER = URL("https://worker-2:6066/")


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param("/api/entities/person:KR%2Fkim-jung-han", id="a slash that is part of an id stays one"),
        pytest.param("/api/names/abe?country=JP&x=%26", id="a query goes along as it is"),
        pytest.param("//evil.example/", id="no path is an address"),
        pytest.param("/@evil.example/", id="nor a name to log in with"),
        pytest.param("/..//../etc", id="nor a way up"),
    ],
)
def test_the_worker_is_asked_for_the_same_page_and_nothing_of_it_chooses_another_host(asked: str) -> None:
    url = address(
        WORKER, URL(asked, encoded=True) if not asked.startswith("//") else URL.build(path=asked, encoded=True)
    )
    assert (url.scheme, url.host, url.port, url.user) == ("https", "worker-2", 6066, None)
    assert url.raw_path_qs == asked


def test_a_request_that_names_a_whole_address_goes_to_the_worker_all_the_same() -> None:
    assert str(address(WORKER, URL("http://evil.example/page?q=1"))) == "https://worker-2:6066/page?q=1"
