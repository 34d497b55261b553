"""No stranger's bytes are ever run: no pickle, no eval, no markup taken as safe, no shell.

The style check (ruff's S rules) holds most of this line by line; here it is held for the whole, data and templates
included, and no comment can switch it off.
"""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import pickle  # to look into what our own processes tell each other
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import faust
import pytest
from prometheus_client import CollectorRegistry

import agents.app
from agents.app import create_app
from agents.cli.explaining import page
from agents.metrics import Metrics
from agents.pages.rendering import templates
from agents.settings import Settings
from fake_extraction import extract
from harness import article, meeting
from schemas.article import Article

ROOT = Path(__file__).parents[2]
MODULES = sorted(file for folder in ("agents", "extraction", "schemas") for file in (ROOT / folder).rglob("*.py"))
TEMPLATES = sorted((ROOT / "agents").rglob("*.html"))

RUNS_BYTES = frozenset(
    {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "jsonpickle"}
)
RUNS_TEXT = frozenset({"eval", "exec", "compile", "__import__", "execfile"})
OUR_SCRIPT = r' src="/static/[\w.]+\.js"( defer)?></script>'
"""What follows where a template loads a file of ours: nothing that is filled in."""
UNSAFE_ATTRIBUTES = frozenset({("yaml", "unsafe_load"), ("yaml", "full_load"), ("os", "system"), ("os", "popen")})


def unsafe(tree: ast.AST) -> Iterator[str]:
    """What in a module runs what it is given."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.partition(".")[0] in RUNS_BYTES)
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in RUNS_BYTES:
                yield module
            case ast.Call(func=ast.Name(id=name)) if name in RUNS_TEXT:
                yield name
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in UNSAFE_ATTRIBUTES:
                yield f"{module}.{name}"
            case ast.Attribute(attr="Markup") | ast.Name(id="Markup"):
                yield "Markup"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr="load"), keywords=keywords):
                safe = any(word.arg == "Loader" and ast.unparse(word.value).endswith("SafeLoader") for word in keywords)
                yield from () if safe else ("yaml.load",)
            case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                yield "shell=True"


@pytest.mark.parametrize(
    "code",
    [
        *("import pickle", "from pickle import loads", "import dill.source", "eval(x)", "exec(x)", "compile(x, y, z)"),
        *("__import__(x)", "yaml.load(x)", "os.system(x)", "Markup(x)", "markupsafe.Markup(x)", "run(x, shell=True)"),
    ],
)
def test_what_is_looked_for_is_found(code: str) -> None:
    assert len(set(unsafe(ast.parse(code)))) == 1


def test_no_module_runs_what_it_is_given() -> None:
    assert len(MODULES) > 100
    found = [
        (str(file.relative_to(ROOT)), name) for file in MODULES for name in unsafe(ast.parse(file.read_text("utf-8")))
    ]
    assert found == []


def test_no_template_takes_text_for_safe() -> None:
    assert len(TEMPLATES) >= 3
    found = [
        (file.name, told)
        for file in TEMPLATES
        for told in re.findall(
            rf"\|\s*safe\b|autoescape\s+false|<script(?!{OUR_SCRIPT})|\son\w+\s*=|javascript:|unsafe-inline",
            file.read_text("utf-8"),
        )
    ]
    assert found == []
    assert templates().autoescape is True


def test_the_page_of_articles_allows_its_own_style_alone() -> None:
    html = page([])
    [style] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html


def test_faust_decodes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its codecs include pickle, chosen by the name of a serializer; every one of ours hands the bytes on."""
    monkeypatch.setattr(agents.app, "Metrics", lambda: Metrics(CollectorRegistry()))  # the usual one takes no second
    stream = create_app(Settings()).stream_parts
    source = cast("faust.Topic", stream.source("articles"))
    assert (source.key_serializer, source.value_serializer) == ("raw", "raw")
    tables = list(stream.app.tables.values())
    assert len(tables) >= 7
    assert {(table.key_serializer, table.value_serializer) for table in tables} == {("raw", "raw")}


class Named(pickle.Unpickler):
    """Takes note of every class that a pickle names."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.named: set[str] = set()

    def find_class(self, module: str, name: str) -> object:
        self.named.add(f"{module}.{name}")
        return super().find_class(module, name)


def test_our_processes_tell_each_other_plain_records_alone() -> None:
    """The pool of the standard library pickles what it carries, between processes of one worker: nothing else does.

    An article goes there and mentions come back; they hold text, numbers, days and our own frozen records.
    """
    told = Article.model_validate(article("a", meeting(("Anna Lund", "NO"), ("Bert Maes", "BE"))))
    named = set()
    for carried in (told, extract(told)):
        reader = Named(pickle.dumps(carried))
        reader.load()
        named |= reader.named
    assert named
    plain = {"datetime.date", "datetime.datetime", "datetime.timezone", "datetime.timedelta"}
    assert [name for name in sorted(named - plain) if not name.startswith("schemas.")] == []
