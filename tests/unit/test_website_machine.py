"""notices.json and versions.json keep to their published schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest

from policytool.website import machine
from policytool.website.model import DataFile, Policy, Site
from tests.website_values import BETWEEN, FIRST, STORY, THIRD, TOLD, policy, site

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
SHOP = policy(*STORY)
SITES = {
    "nothing": site(),
    "unreleased": site(Policy(id="cookies", titles={"en": "Cookie Policy"})),
    "before": site(SHOP, today=FIRST),
    "upcoming": site(SHOP, today=BETWEEN),
    "after": site(SHOP, today=THIRD),
    "no address": site(SHOP, url=""),
}


def valid(file: DataFile) -> Any:
    schema = json.loads((SCHEMAS / file.address).read_text(encoding="utf-8"))
    data = json.loads(file.data)
    jsonschema.validate(data, schema, format_checker=jsonschema.FormatChecker())
    return data


@pytest.mark.parametrize("shown", SITES.values(), ids=SITES)
def test_both_files_keep_to_their_schemas(shown: Site) -> None:
    valid(machine.notices(shown))
    valid(machine.versions(shown))


def test_a_notice_is_due_only_before_its_version_takes_effect() -> None:
    assert valid(machine.notices(SITES["after"]))["notices"] == []
    (notice,) = valid(machine.notices(SITES["upcoming"]))["notices"]
    assert (notice["policy"], notice["version"], notice["significance"]) == ("privacy-policy", "2.0", "significant")
    assert (notice["published"], notice["effective"]) == ("2026-11-23", "2026-12-23")
    assert list(notice["texts"]) == ["en", "zh"]
    english, chinese = notice["texts"].values()
    assert english["title"] == "Shop Privacy Policy: significant changes from 23 December 2026"
    assert english["changes"] == [TOLD]
    assert chinese["summary"] == "新增广告合作伙伴为接收方。"
    assert chinese["changes_url"] == "https://policies.shop.example/privacy-policy/zh/2.0/changes/"


def test_a_notice_keeps_its_id_when_the_site_moves_or_is_rebuilt() -> None:
    def ids(shown: Site) -> list[str]:
        return [notice["id"] for notice in valid(machine.notices(shown))["notices"]]

    moved = site(policy(*STORY), url="https://elsewhere.example/")
    assert ids(moved) == ids(SITES["upcoming"])
    assert len(set(ids(SITES["before"]))) == 2


def test_versions_tell_dates_standing_and_checksums() -> None:
    (shop,) = valid(machine.versions(SITES["upcoming"]))["policies"]
    assert (shop["in_force"], shop["upcoming"]) == ("1.1", ["2.0"])
    assert [v["standing"] for v in shop["versions"]] == ["superseded", "in force", "upcoming"]
    assert shop["versions"][0]["changes_url"] is None
    entry = SHOP.versions[1].record.texts["zh"]
    assert shop["versions"][1]["texts"]["zh"]["sha256"] == entry.sha256


def test_without_an_address_links_are_relative() -> None:
    (shop,) = valid(machine.versions(SITES["no address"]))["policies"]
    assert not urlsplit(shop["url"]).scheme
