"""A link checker for a built site: every address and every fragment on it has to exist."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

HOST = "http://site.invalid"


def broken(folder: Path, root: str = "/") -> list[str]:
    """The internal links of the site in `folder` that lead nowhere, when the site lies at path `root` of its host."""
    pages = {path: BeautifulSoup(path.read_bytes(), "html.parser") for path in sorted(folder.rglob("*.html"))}
    ids = {path: {str(tag["id"]) for tag in page.find_all(id=True)} for path, page in pages.items()}
    found = []
    for path, page in pages.items():
        base = HOST + root + path.relative_to(folder).as_posix().removesuffix("index.html")
        for tag in page.find_all(["a", "link", "img", "script"]):
            written = str(tag.get("href") or tag.get("src") or "")
            problem = _problem(written, base, folder, root, ids) if written and tag.get("rel") != ["canonical"] else ""
            if problem:
                found.append(f"{path.relative_to(folder)}: {written}: {problem}")
    return found


def _problem(written: str, base: str, folder: Path, root: str, ids: dict[Path, set[str]]) -> str:
    target = urlsplit(urljoin(base, written))
    if f"{target.scheme}://{target.netloc}" != HOST:
        return ""
    if not target.path.startswith(root):
        return "leads out of the site"
    file = folder / unquote(target.path.removeprefix(root))
    if target.path.endswith("/"):
        file /= "index.html"
    if not file.is_file():
        return "no such page"
    if target.fragment and unquote(target.fragment) not in ids.get(file, set()):
        return "no such place on the page"
    return ""
