"""The MkDocs plugin: hands our pages to MkDocs, which frames them with the theme and writes them.

plugins:
  - policytool:
      today: 2026-12-23     # builds the site of that day; otherwise the variable POLICYTOOL_TODAY, or today
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.toc import AnchorLink, TableOfContents

from policytool import config as settings_file
from policytool.archive.open import open_archive
from policytool.config import Settings
from policytool.errors import PolicytoolError, SettingsError
from policytool.forms.desk import FOLDER as DRAFTS
from policytool.redline.html import STYLE
from policytool.text.contents import Entry
from policytool.website import colours, feeds, foreign, machine, pages, search
from policytool.website.banner import banner
from policytool.website.cache import FOLDER, Cache
from policytool.website.gather import gather
from policytool.website.links import remote
from policytool.website.model import DataFile, Page, Site
from policytool.website.pages import frame
from policytool.website.render import Pen
from policytool.website.words import Words, direction

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page as MkDocsPage

THEME = "policytool"
_HERE = Path(__file__).parent
STYLES = "css/content.css"
COLOURS = "css/colours.css"
REDLINE_STYLES = "css/redline.css"
SCRIPTS = ("policy-notice.js", "policy-redline.js", "policy-search.js")


class Options(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    today: str | datetime.date | None = config_options.Optional(  # type: ignore[assignment]
        config_options.Type((str, datetime.date))
    )


class PolicytoolPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Builds the policy website from the project's repository."""

    site: Site
    settings: Settings
    colours: bytes | None
    changed: datetime.date
    """The last change of anything: what pages are dated that have no date of their own, and never the day of the build,
    which would change files on every day."""
    live = False
    """Whether the site is shown while somebody edits, so that it shows the drafts."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.live = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        folder = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
        try:
            today = read_day(self.config.today or os.environ.get("POLICYTOOL_TODAY"))
            self.settings = settings_file.load(folder)
            self.colours = colours.styles(self.settings.site)
            refuse_logo(self.settings.site.logo, Path(config.docs_dir))
            if self.live:
                self.settings = _at(self.settings, config.site_url or "")
            cache = Cache(self.settings.root / FOLDER)
            with open_archive(self.settings) as archive:
                self.site = gather(
                    archive,
                    self.settings,
                    today,
                    name=config.site_name,
                    url=config.site_url or "",
                    cache=cache,
                    live=self.live,
                )
            cache.tidy()
            self.changed = frame.last_change(self.site, self.site.policies) or self.site.today
        except PolicytoolError as error:
            raise PluginError(str(error)) from error
        config.site_name, config.site_url = self.site.name, self.site.url
        config.theme.dirs.insert(0, str(_HERE / "overrides"))  # our sitemap, in any theme
        if config.theme.name == THEME:
            config.extra_css[:0] = [COLOURS] if self.colours else []
        else:
            config.extra_css[:0] = [STYLES, REDLINE_STYLES]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in self._sources(files):
            files.remove(file)
        written = {file.dest_uri for file in files if file.src_dir == config.docs_dir}
        self._ours = {f"{page.address}index.md": page for page in pages.pages(self.site)}
        for source in [source for source in self._ours if source.replace(".md", ".html") in written]:
            del self._ours[source]  # a page that the company wrote itself at this address, such as its own home
        for source in self._ours:
            files.append(File.generated(config, source, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for data in self._data(config):
            files.append(File.generated(config, data.address, content=data.data))
        return files

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        ours = self._ours.get(page.file.src_uri)
        page.update_date = self.changed.isoformat()
        if ours is not None:
            page.title = ours.title
            page.meta["policytool"] = self._meta(ours)
            page.canonical_url = page.meta["policytool"]["canonical"] or page.canonical_url
            if ours.modified:
                page.update_date = ours.modified.isoformat()
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        ours = self._ours.get(page.file.src_uri)
        if ours is None:
            pen = Pen(self.site, page.url, self.site.language)
            return pen("foreign.html", banner=banner(pen), html=html)
        page.toc = TableOfContents(_anchors(ours.contents))
        return ours.body

    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        missing, root = pages.not_found(self.site), Pen(self.site, "", self.site.language)
        env.globals["policytool"] = {
            **self._meta(missing),
            "menu": frame.menu(root, None),
            "search": frame.search_link(root),
            "head": "",
            "missing": missing,
            "logo": self.site.logo,
            "footer": self.site.footer,
        }
        return env

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Drafts, settings and own vocabulary may lie outside the folder that MkDocs watches; releases move the log."""
        root = self.settings.root
        log = root / ".git" / "logs" / "HEAD"
        names = (self.settings.policies, self.settings.significance.vocabulary, "policytool.toml", "pyproject.toml")
        for path in (*(root / name for name in names), log):
            if path.exists():
                server.watch(str(path))
        return server

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Other themes know nothing of our head, so it is put in."""
        ours = self._ours.get(page.file.src_uri)
        if ours is None or config.theme.name == THEME:
            return output
        return foreign.with_head(output, ours)

    def _sources(self, files: Files) -> list[File]:
        """The policies' own files, records and forms of notices: our pages show them, or nobody does yet."""
        folder = self.settings.policies_folder.resolve()
        names = {policy.id for policy in self.site.policies}
        found = []
        for file in files:
            path = Path(file.abs_src_path).resolve() if file.abs_src_path else None
            if path is None or folder not in path.parents:
                continue
            inside = path.relative_to(folder)
            if inside.parts[0] in {"releases", DRAFTS} or (
                len(inside.parts) == 1 and inside.name.partition(".")[0] in names
            ):
                found.append(file)
        return found

    def _data(self, config: MkDocsConfig) -> Iterator[DataFile]:
        yield from feeds.feeds(self.site)
        yield machine.notices(self.site)
        yield machine.versions(self.site)
        if config.theme.name == THEME:
            yield DataFile(address=REDLINE_STYLES, data=STYLE.encode())
            if self.colours:
                yield DataFile(address=COLOURS, data=self.colours)
        else:
            own = (_HERE / "theme" / STYLES).read_text(encoding="utf-8")
            yield DataFile(address=REDLINE_STYLES, data=foreign.styles(STYLE))
            yield DataFile(address=STYLES, data=foreign.styles(own))
        yield from search.indexes(self.site)
        for name in SCRIPTS:
            yield DataFile(address=name, data=(_HERE / "script" / name).read_bytes())

    def _meta(self, page: Page) -> dict[str, Any]:
        words = Words(page.language)
        return {
            "language": page.language,
            "direction": direction(page.language),
            "canonical": urljoin(self.site.url, page.canonical) if self.site.url else "",
            "head": page.head,
            "menu": page.menu,
            "search": page.search,
            "modified": page.modified,
            "words": {key: words(key) for key in ("skip", "menu", "feed_all", "machine")},
        }


def read_day(value: str | datetime.date | None) -> datetime.date:
    """The day meant by an option: a date as written in ISO 8601, or today where the machine stands."""
    if isinstance(value, datetime.date):
        return value
    if not value:
        return datetime.datetime.now().astimezone().date()
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise SettingsError(f"{value!r} is not a day", todo="Write it like 2026-12-23.") from error


def refuse_logo(logo: str, folder: Path) -> None:
    """Raises SettingsError for a logo that is not among the site's own files."""
    if not logo:
        return
    todo = f"Put the picture into {folder.name}/ and name it as it is called there, such as pictures/logo.svg."
    if remote(logo):
        raise SettingsError("site.logo: a picture on another host would be a request to a third party", todo=todo)
    if not (folder / logo).resolve().is_relative_to(folder.resolve()) or not (folder / logo).is_file():
        raise SettingsError(f"site.logo: there is no file {logo} in {folder.name}/", todo=todo)


def _at(settings: Settings, url: str) -> Settings:
    """The same settings for a site that stands at `url`."""
    return settings.model_copy(update={"site": settings.site.model_copy(update={"url": url})})


def _anchors(entries: tuple[Entry, ...]) -> list[AnchorLink]:
    return [_anchor(entry, 2) for entry in entries]


def _anchor(entry: Entry, level: int) -> AnchorLink:
    link = AnchorLink(f"{entry.marker} {entry.title}".strip(), entry.id, level)
    link.children = [_anchor(below, level + 1) for below in entry.below]
    return link
