"""Feeds against the rules of their formats: RFC 4287 as a RELAX NG grammar, JSON Feed 1.1 as a JSON Schema."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest

from policytool.website import identity
from policytool.website.feeds import feeds
from policytool.website.model import Policy, Site
from tests.website_values import STORY, policy, site, text

etree = pytest.importorskip("lxml.etree", reason="lxml is not installed")

SCHEMAS = Path(__file__).parents[1] / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
JSON_FEED = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text()))

SHOP = policy(*STORY)
HOSTILE = "</content>]]>&amp;<script>alert(1)</script>\x0b\ufffe é \U0001f600"
EVIL = policy(
    replace(STORY[0], texts={"en": text(title="A & B <b>")}, summary={"en": HOSTILE}),
    replace(STORY[2], summary={"en": HOSTILE, "zh": HOSTILE}),
)
SITES = {
    "empty": site(),
    "unreleased": site(Policy(id="x", titles={"en": "X"})),
    "story": site(SHOP),
    "no address": site(SHOP, url=""),
    "below a path": site(SHOP, url="https://shop.example/legal/"),
    "several": site(SHOP, policy(replace(STORY[0], texts={"en": text(policy="cookies")}), name="cookies")),
    "hostile": replace(site(EVIL), name=HOSTILE.replace("\x0b", "")),
}


@pytest.fixture(params=SITES)
def shown(request: pytest.FixtureRequest) -> Site:
    return SITES[request.param]


def test_atom_keeps_to_rfc_4287(shown: Site) -> None:
    for file in feeds(shown):
        if file.address.endswith(".xml"):
            document = etree.fromstring(file.data).getroottree()
            assert GRAMMAR.validate(document), f"{file.address}: {GRAMMAR.error_log}"
            _rules_beyond_the_grammar(document.getroot(), shown, file.address)


def _rules_beyond_the_grammar(feed: etree._Element, shown: Site, address: str) -> None:
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids), "4.1.1: entries of one id would be one entry"
    for element in (feed, *entries):
        kinds = [(link.get("type"), link.get("hreflang")) for link in _links(element, "alternate")]
        assert len(set(kinds)) == len(kinds) == 1, "4.1.1, 4.1.2: one alternate of a type and language"
    (own,) = _links(feed, "self")
    if shown.url:
        assert own.get("href") == shown.url + address
        assert all(urlsplit(link.get("href")).scheme == "https" for link in feed.iter(f"{ATOM}link"))
    for entry in entries:
        assert entry.findtext(f"{ATOM}published") <= entry.findtext(f"{ATOM}updated")
        assert "<script" not in entry.findtext(f"{ATOM}content")
    assert all(entry.findtext(f"{ATOM}updated") <= feed.findtext(f"{ATOM}updated") for entry in entries)


def _links(element: etree._Element, relation: str) -> list[etree._Element]:
    return [link for link in element.findall(f"{ATOM}link") if link.get("rel") == relation]


def test_json_feeds_keep_to_version_1_1(shown: Site) -> None:
    for file in feeds(shown):
        if file.address.endswith(".json"):
            data = json.loads(file.data)
            JSON_FEED.validate(data)
            ids = [item["id"] for item in data["items"]]
            assert len(set(ids)) == len(ids)
            if shown.url:
                assert data["feed_url"] == shown.url + file.address


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<updated>", "<updated>23 November "),
        ("<id>urn:uuid:", "<id>"),
        ('rel="self" ', 'rel="self" colour="red" '),
        ("<author>", "<author><email>none</email>"),
        ("<title>", "<title>A</title><title>"),
        ('term="significant"', 'term=""'),
    ],
)
def test_the_grammar_finds_faults(old: str, new: str) -> None:
    (file,) = [file for file in feeds(site(SHOP)) if file.address == "feed.xml"]
    assert old in file.data.decode()
    assert not GRAMMAR.validate(etree.fromstring(file.data.decode().replace(old, new, 1).encode()).getroottree())


def test_ids_are_these_for_good() -> None:
    """Feed readers and closed notices are keyed to them: whoever changes how they are made tells everybody anew."""
    version = replace(SHOP.versions[2], record_sha256="0" * 64)
    assert identity.notice_id(version) == "urn:uuid:22d86aa9-06e9-502d-8939-8b1db333e661"
    fixed = replace(SHOP, versions=(replace(SHOP.versions[0], record_sha256="0" * 64),))
    assert identity.feed_id(site(fixed), "feed") == "urn:uuid:afd26818-ec54-53bc-8b0f-26e82c4ee11d"
