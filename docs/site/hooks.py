"""Makes a site of docs/ that links into the repository do not lead out of.

The pages are written to be read in the repository too, so they link to schemas, code and the files at its root. Those
at the root become pages. A file that a page links to is copied to `source/`, and a folder becomes a list of its files.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
AT_THE_ROOT = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security-policy.md",
}
"""Pages that do not stand in docs/, and what they are called on the site."""

NOT_SHOWN = re.compile(r"__pycache__|\.pyc$")
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages at the root, and whatever pages link to beside docs/."""
    for name, called in AT_THE_ROOT.items():
        files.append(File.generated(config, called, content=(ROOT / name).read_text("utf-8")))
    for target in sorted(linked(files)):
        if target.is_dir():
            files.append(File.generated(config, f"{place_of(target)}", content=listing(target)))
            inside = [file for file in sorted(target.iterdir()) if file.is_file() and shown(file)]
        else:
            inside = [target]
        for file in inside:
            if files.get_file_from_path(place_of(file)) is None:
                files.append(File.generated(config, place_of(file), abs_src_path=str(file)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Have links lead to where things stand on the site."""
    return LINK.sub(lambda match: rewritten(match, page.file.src_uri), markdown)


def rewritten(match: re.Match[str], page: str) -> str:
    """A link as it stands on the site; one that leads nowhere stays as it is, and the build tells of it."""
    target = target_of(match[1], page)
    if page.startswith("source/") or not target.exists():
        return match[0]
    return posixpath.relpath(place_of(target), posixpath.dirname(page) or ".") + (match[2] or "")


def linked(files: Files) -> set[Path]:
    """What pages link to that stands neither in docs/ nor becomes a page."""
    targets = {
        target_of(match[1], file.src_uri)
        for file in files.documentation_pages()
        for match in LINK.finditer(file.content_string)
    }
    return {target for target in targets if target.exists() and place_of(target).startswith("source/")}


def target_of(link: str, page: str) -> Path:
    """What a page of the site links to in the repository."""
    written = {called: name for name, called in AT_THE_ROOT.items()}.get(page, f"docs/{page}")
    return ROOT / posixpath.normpath(posixpath.join(posixpath.dirname(written), link))


def place_of(target: Path) -> str:
    """Where a file or folder of the repository stands on the site."""
    name = target.relative_to(ROOT).as_posix()
    if name in AT_THE_ROOT:
        return AT_THE_ROOT[name]
    if name == "docs":
        return "index.md"
    if name.startswith("docs/"):
        return name.removeprefix("docs/")
    return f"source/{name}/index.md" if target.is_dir() else f"source/{name}"


def listing(folder: Path) -> str:
    """A page that lists what a folder holds."""
    names = [file.name for file in sorted(folder.iterdir()) if shown(file)]
    lines = [f"- [{name}]({name})" if (folder / name).is_file() else f"- {name}/" for name in names]
    return "\n".join([f"# {folder.relative_to(ROOT).as_posix()}/", "", *lines, ""])


def shown(file: Path) -> bool:
    """Whether a file is one of the repository's, not one that a program left."""
    return NOT_SHOWN.search(file.name) is None
