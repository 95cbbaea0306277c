"""Templates of the pages' contents: strict about names, every value escaped unless it is Markup."""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from policytool.website import addresses
from policytool.website.model import Site
from policytool.website.words import Words, direction, own_name

_MARKED = re.compile("<\0([a-z_]+)>")
"""Where long HTML comes; nothing else can look so, since every < of a text is escaped."""


class _Environment(Environment):
    """Templates share its globals as they are: a chain of maps for each would be looked through at every rendering."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class _Compiled(FileSystemBytecodeCache):
    """Templates as Python compiled them, kept where it keeps our modules, where it may: compiling them takes long."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # a damaged file, which is then made anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=PackageLoader("policytool.website", "templates"),
        bytecode_cache=_Compiled(str(Path(cache_from_source(__file__)).parent)),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["html"] = Markup  # for fragments that our own renderers have escaped
    environment.globals["direction"] = direction
    environment.globals["own_name"] = own_name
    return environment


class Pen:
    """Renders templates for the page at one address, in one language: its links are relative to that address.

    With `root`, the path of the whole site on its host, links begin there instead: for a page that answers at
    any address, the one that says "not found".
    """

    def __init__(self, site: Site, address: str, language: str, *, root: str | None = None) -> None:
        self.site = site
        self.root = root
        self.address = address
        self.language = language
        self.words = Words(language)

    def to(self, target: str) -> str:
        """The link to the address `target`."""
        return addresses.relative(self.address, target) if self.root is None else self.root + target

    def day(self, day: datetime.date) -> Markup:
        """A date in words that machines can read too."""
        return _day(self.language, day)

    def when(self, day: datetime.date) -> str:
        """How far off `day` is from the day the site is built for."""
        return self.words.when(day, self.site.today)

    def once(self, key: tuple[object, ...], write: Callable[[], Markup]) -> Markup:
        """What `write` gives, written once for all pages in the pen's language.

        `key` names the saying and all that it depends on, save the site: the version, and each link that stands in it.
        """
        said = self.site.said
        if (self.language, *key) not in said:
            said[self.language, *key] = write()
        return said[self.language, *key]

    def __call__(self, template: str, **values: object) -> Markup:
        return Markup(self._rendered(template, values))  # noqa: S704 - rendered with autoescape

    def page(self, template: str, *, long: Mapping[str, str], **values: object) -> str:
        """The same with HTML that is most of the page: `long`, by name. It is put in afterwards, copied only once."""
        marks = {name: _mark(name) for name in long}
        pieces = _MARKED.split(self._rendered(template, {**values, **marks}))
        pieces[1::2] = [long[name] for name in pieces[1::2]]
        return "".join(pieces)

    def _rendered(self, template: str, values: Mapping[str, object]) -> str:
        common = {
            "site": self.site,
            "address": self.address,
            "language": self.language,
            "w": self.words,
            "to": self.to,
            "day": self.day,
            "when": self.when,
        }
        return _environment().get_template(template).render({**common, **values})


def fragment(template: str, language: str, **values: object) -> str:
    """A piece of a page that reads the same on whatever page it stands."""
    return _environment().get_template(template).render({"w": Words(language), **values})


@cache
def _mark(name: str) -> Markup:
    return Markup("<\0{}>").format(name)


@lru_cache(maxsize=1 << 12)
def _day(language: str, day: datetime.date) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), Words(language).date(day))


def spoken(text: str, language: str, around: str) -> Markup:
    """`text` in its own `language` on a page in language `around`: marked where they differ."""
    if not text or language.partition("-")[0] == around.partition("-")[0]:
        return escape(text)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(language, direction(language), text)
