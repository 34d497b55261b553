"""The wheel: an installed Communiqué has all that a checkout has."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("agents", "extraction", "schemas")


def test_the_wheel_holds_every_file_of_the_packages_data_included(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = {path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()}
    here = {path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"}
    assert (here - packed, packed - here) == (set(), set())
    assert {"extraction/lexicons/countries.yaml", "schemas/jsonschema/article.json"} <= packed
