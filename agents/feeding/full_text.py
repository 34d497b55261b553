"""The text of the page that an item of a feed links to; by trafilatura, without menus, comments and advertisements."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from agents.feeding.fetching import Fetcher, FetchError, Page
from schemas.base import MAX_TEXT_BYTES

MAX_PAGE_BYTES = 4 * 1024 * 1024
MAX_ROBOTS_BYTES = 500 * 1024
"""What of a site's rules is read (RFC 9309, section 2.5)."""
MAX_SITES = 1_000
"""Sites whose rules are kept; those read first are forgotten first."""
ROBOTS_SECONDS = 24 * 3600.0
"""How long a site's rules for robots are kept (RFC 9309)."""
LEAST_CHARACTERS = 200
"""Less text than this is a notice about cookies, or a door; the summary tells more."""

Allows = Callable[[str], bool]


class FullText:
    """Reads pages, as far as their sites' robots.txt lets this program.

    Args:
        fetcher: fetches pages.
        tell: takes a message for a person for each page that gives no text.
        clock: seconds of a clock that never goes back.
    """

    def __init__(
        self, fetcher: Fetcher, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetcher = fetcher
        self._tell = tell
        self._clock = clock
        self._rules: dict[str, tuple[float, Allows]] = {}

    def __call__(self, url: str) -> str | None:
        """The text of a page; None where it cannot be had, which is told, and the summary will do."""
        try:
            page = self._page(url)
        except FetchError as error:
            self._tell(f"{url}: {error}; sent with its summary")
            return None
        text = extracted(page.body) if page else None
        if text is None:
            self._tell(f"{url}: no text found on the page; sent with its summary")
        return text

    def _page(self, url: str) -> Page | None:
        if not self._is_allowed(url):
            raise FetchError("robots.txt does not want it read")
        return self._fetcher.fetch(url, limit=MAX_PAGE_BYTES)

    def _is_allowed(self, url: str) -> bool:
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        until, allows = self._rules.get(site, (0.0, bool))
        if until <= self._clock():
            allows = self._rules_of(site)
            self._rules.pop(site, None)
            self._rules[site] = (self._clock() + ROBOTS_SECONDS, allows)
            if len(self._rules) > MAX_SITES:
                del self._rules[next(iter(self._rules))]
        return allows(url)

    def _rules_of(self, site: str) -> Allows:
        """As RFC 9309 has it: a site without the file allows all; one whose file cannot be had just now, nothing.

        Of a file that is too long the rules at its beginning hold, or none at all where it has no end.
        """
        from protego import Protego  # noqa: PLC0415 -- comes with the extra `feed`

        try:
            page = self._fetcher.fetch(f"{site}/robots.txt", limit=MAX_PAGE_BYTES)
        except FetchError as error:
            return partial(_always, not error.temporary)
        rules = Protego.parse(page.body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace") if page else "")
        return partial(_can_fetch, rules, self._fetcher.agent)


def _always(answer: bool, _url: str) -> bool:  # noqa: FBT001 -- the answer itself
    return answer


def _can_fetch(rules: object, agent: str, url: str) -> bool:
    return bool(rules.can_fetch(url, agent))  # type: ignore[attr-defined]  # Protego, which is not always installed


def extracted(body: bytes) -> str | None:
    """The article on a page as paragraphs; None where there is none worth the name, or one too long to be sent."""
    from trafilatura import extract  # noqa: PLC0415 -- half a second, and comes with the extra `feed`

    try:
        text = extract(body, include_comments=False, include_tables=False, output_format="txt", favor_precision=True)
    except Exception:  # noqa: BLE001 -- strangers' bytes may find a fault in any parser
        return None
    if not text or len(text) < LEAST_CHARACTERS:
        return None
    paragraphs = "\n\n".join(line.strip() for line in text.splitlines() if line.strip())
    return paragraphs if len(paragraphs.encode()) <= MAX_TEXT_BYTES else None
