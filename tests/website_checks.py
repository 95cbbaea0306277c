"""What has to hold on every page of the website, in a real browser: on phones, in the dark, by keyboard, on paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.website_browser import ARTEFACTS, axe

CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
  if (element.closest(".table, .spoken, .redline i, details:not([open]) > :not(summary)")) return false;
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && (box.right > innerWidth + 1 || box.left < -1);
}).map(element => element.outerHTML.slice(0, 120))"""
"""What lies outside the window, other than tables that scroll by themselves and words for screen readers alone."""

FOCUSED = """() => {
  const element = document.activeElement, box = element.getBoundingClientRect();
  const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return [element.outerHTML.slice(0, 120), element === document.body, seen, getComputedStyle(element).outlineStyle];
}"""
TO_REACH = """() => {
  const from = document.activeElement;
  const found = document.querySelectorAll("a[href], summary, input, button, [tabindex='0']");
  const ahead = element => from.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...found].filter(element => ahead(element) && element.checkVisibility()).length;
}"""
"""How many places the keyboard should come to."""
_STRICTER = ("color-contrast-enhanced", "target-size")
"""Rules that axe leaves off: contrast of 7:1 (WCAG 2.2 level AAA), and links that a finger hits (24 pixels)."""
_PAPER = 658
"""Pixels between the margins of a sheet of A4."""
_UNSEEN = ".notice, .menu, .find, .contents, .page-foot, .neighbours, .follow, .links, .screen-only, .permalink, .skip"
"""What paper does without."""
_WRITTEN = """() => {
  const unseen = ":is(ins, del, .change) > i, .spoken, .visually-hidden, script, noscript";
  document.querySelectorAll(unseen).forEach(element => element.remove());
  const words = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) words.push(walker.currentNode.data);
  return words.join(" ");
}"""
"""All words of the page but those for screen readers alone."""


def nothing_is_cut_off(page: Any, name: str = "") -> None:
    """At any width, and with text at twice its size; leaves pictures of the page under its name."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if name and width != 320:
            page.screenshot(path=ARTEFACTS / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == []
    page.set_viewport_size({"width": 640, "height": 800})
    page.add_style_tag(content="html { font-size: 212.5% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640, "text at twice its size"
    assert page.evaluate(CUT_OFF) == [], "text at twice its size"


def axe_finds_no_fault(page: Any, name: str = "") -> None:
    """On a phone in light and dark, and on a wide screen; leaves pictures of the dark page under its name."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for width, scheme in ((1280, "light"), (320, "light"), (320, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page, options={"rules": {rule: {"enabled": True} for rule in _STRICTER}})
        assert results.violations_count == 0, f"{width} {scheme}: {results.generate_report()}"
    for width in (360, 1280) if name else ():
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=ARTEFACTS / f"{name}-{width}-dark.png")


def nothing_is_asked_of_others(watched: Any, host: str) -> None:
    """The server forbids everything but files of its own, so that the browser would complain of anything inline."""
    watched.page.wait_for_load_state("networkidle")
    assert [url for url in watched.requests if not url.startswith(host)] == []
    assert watched.complaints == []
    assert watched.page.context.cookies() == []


def scripts_add_nothing_to_read(visit: Any, url: str) -> None:
    """Every word is there without script, too."""
    read = [visit(url, width=800, script=script).page.locator("body").inner_text() for script in (True, False)]
    assert read[0] == read[1]


def the_keyboard_reaches_everything(page: Any) -> None:
    """Every focus is seen, from where it is now to the end, and none is a trap."""
    count = page.evaluate(TO_REACH)
    reached = 0
    for _ in range(count + 1):
        page.keyboard.press("Tab")
        element, left, seen, outline = page.evaluate(FOCUSED)
        if left:
            break
        reached += 1
        assert seen, element
        assert outline in ("solid", "auto"), element
    assert reached == count


def paper_carries_every_word(page: Any, name: str) -> None:
    """The page as a PDF holds all that it says, folded words too, and fits on the sheet; menu and notice stay away."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": _PAPER, "height": 900})
    assert page.evaluate(CUT_OFF.replace(".table, ", "")) == [], "it fits on the sheet"
    assert page.locator(_UNSEEN).locator("visible=true").count() == 0
    page.evaluate("hidden => document.querySelectorAll(hidden).forEach(element => element.remove())", _UNSEEN)
    said = page.evaluate(_WRITTEN)
    file = ARTEFACTS / f"{name}.pdf"
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    assert page.pdf(path=file, format="A4").startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed, so the PDF's words are not read")
    read = re.sub(r"[\s\xad‐-]", "", _words(file))
    lost = {word for word in re.findall(r"[A-Za-z]{4,}", said) if word not in read}
    assert not lost, f"{sorted(lost)} are not in the PDF"


def _words(file: Path) -> str:
    return subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
