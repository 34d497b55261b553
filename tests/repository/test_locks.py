"""The lock files: what is installed is what was reviewed, wherever it comes from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
WANTED = {
    "run": [*PROJECT["project"]["dependencies"], *EXTRAS["rocksdb"], *EXTRAS["feed"], *EXTRAS["export"]],
    "demo": [*PROJECT["project"]["dependencies"], *EXTRAS["demo"], *PROJECT["dependency-groups"]["build"]],
    "dev": [*PROJECT["project"]["dependencies"], *EXTRAS["dev"], *PROJECT["dependency-groups"]["build"]],
    "build": PROJECT["dependency-groups"]["build"],
}


def locked(name: str) -> list[Requirement]:
    """The requirements of a lock file, without their hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line.partition(" --hash=")[0].strip() for line in text.splitlines() if not line.startswith("#")]
    return [Requirement(line) for line in lines if line]


def pins(name: str) -> set[tuple[str, str, str]]:
    return {(canonicalize_name(pin.name), str(pin.specifier), str(pin.marker or "")) for pin in locked(name)}


@pytest.mark.parametrize("name", WANTED)
def test_every_dependency_of_the_project_is_locked_within_its_bounds(name: str) -> None:
    environment = {str(key): str(value) for key, value in default_environment().items()}
    versions = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in locked(name)
        if pin.marker is None or pin.marker.evaluate(environment)
    }
    wanted = [Requirement(text) for text in WANTED[name] if not text.startswith("communique[")]
    unmet = [
        str(wish) for wish in wanted if not wish.specifier.contains(versions.get(canonicalize_name(wish.name), ""))
    ]
    assert unmet == [], "run: make lock"


@pytest.mark.parametrize("name", WANTED)
def test_every_pin_names_one_version_and_the_hashes_of_its_files(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    wrong = [
        line
        for line in lines
        if not re.fullmatch(r"[\w.-]+==[\w.+!]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+", line)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", WANTED)
def test_no_lock_file_says_where_to_download_from(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host", text) == []


@pytest.mark.parametrize("name", ["run", "demo", "build"])
def test_all_lock_files_agree_with_that_of_developers(name: str) -> None:
    """What they pin, they pin as it is there; there, a tool may want it on more platforms."""
    everywhere = {(library, version) for library, version, marker in pins("dev") if not marker}
    assert {pin for pin in pins(name) - pins("dev") if pin[:2] not in everywhere} == set()
