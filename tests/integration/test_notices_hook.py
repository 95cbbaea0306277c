"""A campaign by webhook, as an operator plans, tests and sends it: one request a person, and nobody's id in a log."""

from __future__ import annotations

import base64
import json

import pytest

from tests.notices_desk import Desk, desk, story
from tests.notices_http import Answer, provider

__all__ = ["desk", "story"]
ID = "privacy-policy-2.0-webhook"


def test_everybody_with_an_id_gets_one_signed_request(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYTOOL_WEBHOOK_SECRET", "whsec_" + base64.b64encode(bytes(32)).decode())
    desk.people.write_text("id,name,language\nc1,Ann,en\nc2,李雷,zh\nc 3,Bo,en\n,Cy,en\nC1,Di,en\n")
    with provider(lambda asked, before: Answer(status=200)) as server:
        desk.settings(f'\n[notices.webhook]\nurl = "{server.url}/hook"\n')
        made = desk.json(f"plan --version 2.0 --audience {desk.people} --channel webhook")
        assert (made["campaign"], made["total"]) == (ID, 2)
        assert [one["line"] for one in made["problems"]] == [4, 5, 6]
        desk(f"send {ID} --test c9 --yes")
        assert {json.loads(asked.body)["data"]["test"] for asked in server.got} == {True}
        server.got.clear()
        desk(f"send {ID} --yes")
        bodies = {json.loads(asked.body)["data"]["recipient"]: json.loads(asked.body)["data"] for asked in server.got}
    assert len(server.got) == len(bodies) == 2
    assert "Dear Ann" in bodies["c1"]["text"]
    assert bodies["c2"]["language"] == "zh"
    assert desk.json(f"status {ID}")["deliveries"]["accepted"] == 2
    page = desk(f"preview {ID}").strip()
    assert page.endswith("index.html")
