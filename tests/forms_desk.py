"""The desk of a lawyer who writes other notices: a project with a version in force, and forms filled in."""

from __future__ import annotations

import datetime
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from policytool.cli.main import run
from tests.repositories import CHINESE, POLICY, Project, make_project

TODAY = datetime.datetime.now().astimezone().date()
DAYS = 45
"""What the policy of these tests promises before the end of the service."""
END = f"\n## The end of the service {{#end}}\n\nIf we stop the service, we tell you at least {DAYS} days before.\n"
CHINESE_END = f"\n## 停止服务 {{#end}}\n\n我们停止提供服务的，至少提前{DAYS}天告知您。\n"
SETTINGS = """
[site]
name = "Shop policies"
url = "https://policies.shop.example/"
[notices]
sender = "Shop <privacy@shop.example>"
channels = ["website", "smtp"]
[notices.smtp]
host = "127.0.0.1"
port = {port}
"""
PEOPLE = (
    "id,email,name,language,phone\n1,ann@shop.example,Ann,en,+12025550101\n2,li@shop.example,李雷,zh,+8613800138000\n"
)


class Desk:
    """A project whose policy is in force, and what the last command printed."""

    def __init__(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        self.project, self.root, self.capsys = project, project.root, capsys
        self.out = self.err = ""

    def __call__(self, words: str, code: int = 0) -> str:
        """What `policytool …` writes to stdout."""
        self.capsys.readouterr()
        got = run(shlex.split(words))
        self.out, self.err = self.capsys.readouterr()
        assert got == code, f"{got}\n{self.out}\n{self.err}"
        return self.out

    def json(self, words: str, code: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(f"{words} --json", code))
        return found

    def form(self, identifier: str, language: str = "") -> Path:
        name = f"{identifier}.{language}.md" if language else f"{identifier}.md"
        return self.root / "policy_docs" / "notices" / "privacy-policy" / name

    def write(self, identifier: str, **changes: str) -> None:
        """Fill in a form of this kind, in both languages; `changes` replace whole keys of the authoritative facts."""
        kind = identifier.partition("-")[0]
        text, chinese = FORMS[kind]
        for key, value in changes.items():
            line = f"{key}: {value}\n" if value else ""
            text, found = re.subn(rf"(?m)^{key}:.*\n(?:  .*\n)*", lambda _, line=line: line, text, count=1)
            assert found, key
        self.form(identifier).parent.mkdir(parents=True, exist_ok=True)
        self.form(identifier).write_text(text, encoding="utf-8")
        self.form(identifier, "zh").write_text(chinese, encoding="utf-8")

    def approve(self, identifier: str, **changes: str) -> None:
        self.write(identifier, **changes)
        self(f"notice approve {identifier} --reason 'It is right' --by 'Ada Lawyer <ada@shop.example>'")


def in_days(days: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=days)


def made(folder: Path, *, policy: str = POLICY + END) -> Project:
    """A project with version 1.0 in force since ten days ago."""
    project = make_project(folder, policy=policy, chinese=CHINESE + CHINESE_END)
    project.release(today=in_days(-20), effective=in_days(-10))
    return project


def desk(template: Path, folder: Path, capsys: pytest.CaptureFixture[str], *, port: int = 1) -> Desk:
    """A desk in a copy of the project in `template`, whose mail server listens on `port`."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    (folder / "policytool.toml").write_text(SETTINGS.format(port=port), encoding="utf-8")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return Desk(Project(root=folder), capsys)


@pytest.fixture(scope="session")
def in_force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made once."""
    return made(tmp_path_factory.mktemp("in-force")).root


@pytest.fixture
def lawyer(tmp_path: Path, in_force: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk of one's own."""
    monkeypatch.chdir(tmp_path)
    return desk(in_force, tmp_path, capsys)


_CONTACT = "contact:\n  name: Privacy office\n  email: privacy@shop.example\n  phone: '+1 202 555 0100'\n"
_HEAD = "---\nnotice: {kind}\npolicy: privacy-policy\nlanguage: {language}\ntitle: {title}\nshort: {short}\n"


def _form(kind: str, language: str, title: str, short: str, facts: str, sections: dict[str, str]) -> str:
    prose = "".join(f"\n## {name} {{#{name}}}\n\n{text}\n" for name, text in sections.items())
    return _HEAD.format(kind=kind, language=language, title=title, short=short) + facts + "---\n" + prose


FORMS = {
    "incident": (
        _form(
            "incident",
            "en",
            "What happened to your information",
            "Somebody read names and addresses of orders.",
            _CONTACT + f"discovered: {in_days(-2)} 14:30+01:00\nbegan: {in_days(-9)}\nended: {in_days(-2)}\n"
            "nature:\n  - confidentiality\ncause: A stolen password.\ndata:\n  - names\n  - addresses\n"
            "people:\n  - customers\npeople_number: 1200\nrecords_number: 1500\n"
            f"authorities:\n  - name: Data Office\n    reported: {in_days(-1)} 09:00+01:00\n    reference: DO-7\n",
            {
                "what-happened": "Somebody used a **stolen** password to read orders.",
                "impact": "Your name and address may have been read.",
                "measures": "- We closed the account.\n- All passwords are changed.",
                "protect": "1. Open no links in odd messages.\n2. See [our help](https://shop.example/help).",
                "remedies": "We pay for a monitoring service.",
            },
        ),
        _form(
            "incident",
            "zh",
            "关于您的信息安全",
            "有人查看了订单中的姓名和地址。",
            'translated:\n  "Data Office": 数据办公室\n',
            {
                "what-happened": "有人利用被盗的密码查看了订单。",
                "impact": "您的姓名和地址可能已被查看。",
                "measures": "我们已关闭该账户。",
                "protect": "请勿打开可疑链接。",
                "remedies": "我们承担监测服务的费用。",
            },
        ),
    ),
    "termination": (
        _form(
            "termination",
            "en",
            "Our shop closes",
            "Our shop closes for good.",
            _CONTACT + f"service: The shop\nends: {in_days(DAYS)}\n"
            f"data: deleted or anonymised\ndata_by: {in_days(DAYS + 30)}\n",
            {
                "ending": "The whole shop closes.",
                "information": "We delete your account and make old orders anonymous.",
                "until-then": "Download your data from your account.",
            },
        ),
        _form(
            "termination",
            "zh",
            "商店关闭",
            "我们的商店将永久关闭。",
            'translated:\n  "The shop": 本商店\n',
            {
                "ending": "整个商店将关闭。",
                "information": "我们将删除您的账户，并将旧订单匿名化。",
                "until-then": "请从您的账户下载数据。",
            },
        ),
    ),
    "affiliate": (
        _form(
            "affiliate",
            "en",
            "We ask for your permission",
            "Our bank wants to use your orders to offer credit.",
            _CONTACT + "affiliate: Shop Bank Ltd\naffiliate_contact: bank@shop.example\ndata:\n  - orders\n"
            f"agree_at: https://shop.example/agree\nuntil: {in_days(30)}\nbegins: {in_days(31)}\n"
            "silent: nothing is shared\n",
            {"purpose": "The bank wants to offer you credit.", "choice": "You can refuse, and withdraw later."},
        ),
        _form(
            "affiliate",
            "zh",
            "征求您的同意",
            "我们的银行希望利用您的订单提供贷款。",
            'translated:\n  "Shop Bank Ltd": 商店银行\n  "orders": 订单\n',
            {"purpose": "银行希望向您提供贷款。", "choice": "您可以拒绝，也可以日后撤回。"},
        ),
    ),
    "transfer": (
        _form(
            "transfer",
            "en",
            "A new owner",
            "Big Shop Ltd buys our shop.",
            _CONTACT + "holder: Big Shop Ltd\nholder_contact: privacy@big.example\n"
            f"takes_over: {in_days(60)}\nevent: acquisition\npromise: stays bound\n",
            {"what-happens": "The shop is sold.", "meaning": "Nothing else changes.", "choice": "Close your account."},
        ),
        _form(
            "transfer",
            "zh",
            "新的所有者",
            "大商店有限公司收购本商店。",
            'translated:\n  "Big Shop Ltd": 大商店有限公司\n',
            {"what-happens": "本商店被出售。", "meaning": "其他不变。", "choice": "您可以注销账户。"},
        ),
    ),
}
"""By kind: the authoritative form and its translation, with nothing missing."""
