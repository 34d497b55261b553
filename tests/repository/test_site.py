"""The site of docs/: every page is found from its menu, and no link leads out of it into the repository."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def hooks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_hooks", DOCS / "site" / "hooks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def menu() -> list[str]:
    # The file names no tags of its own, so the safe loader reads it.
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    groups = [next(iter(entry.values())) if isinstance(entry, dict) else [entry] for entry in nav]
    return [page for group in groups for page in group]


def test_every_page_stands_once_in_the_menu() -> None:
    pages = [file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md")] + list(hooks().AT_THE_ROOT.values())
    assert sorted(menu()) == sorted(pages)


@pytest.mark.parametrize(
    "page,markdown,rewritten",
    [
        pytest.param("producers.md", "[x](settings.md#topics)", "[x](settings.md#topics)", id="a page beside it"),
        pytest.param("security.md", "[x](../SECURITY.md)", "[x](security-policy.md)", id="a page at the root"),
        pytest.param("index.md", "[x](docs/producers.md)", "[x](producers.md)", id="from the root into docs"),
        pytest.param("index.md", "[x](tests/gold)", "[x](source/tests/gold/index.md)", id="a folder"),
        pytest.param(
            "consumers.md",
            "[x](../schemas/asyncapi.json)",
            "[x](source/schemas/asyncapi.json)",
            id="a file beside docs",
        ),
        pytest.param("consumers.md", "[x](https://spacy.io)", "[x](https://spacy.io)", id="another site"),
        pytest.param("consumers.md", "[x](#headers)", "[x](#headers)", id="a place on the page"),
        pytest.param(
            "consumers.md", "[x](../no/such.md)", "[x](../no/such.md)", id="nothing, of which the build tells"
        ),
    ],
)
def test_a_link_leads_to_where_things_stand_on_the_site(page: str, markdown: str, rewritten: str) -> None:
    module = hooks()
    assert module.LINK.sub(lambda match: module.rewritten(match, page), markdown) == rewritten


def test_a_link_in_the_repository_leads_to_something_that_is_there() -> None:
    """The build checks links between pages; this one those to files and folders."""
    missing = [
        (page, match[1])
        for page, called in [(f"docs/{file.name}", file.name) for file in DOCS.glob("*.md")]
        + list(hooks().AT_THE_ROOT.items())
        for match in re.finditer(hooks().LINK, (ROOT / page).read_text("utf-8"))
        if not hooks().target_of(match[1], called).exists()
    ]
    assert missing == []
