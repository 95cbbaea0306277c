"""Real git repositories with a small policy, for tests of every room."""

from __future__ import annotations

import dataclasses
import datetime
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from policytool.archive.model import Version
from policytool.archive.open import open_archive
from policytool.archive.record import ConsentPlan
from policytool.config import Settings, load
from policytool.release.model import Signature
from policytool.release.perform import perform
from policytool.release.propose import propose
from policytool.significance.model import Significance

POLICY = """\
---
policy: privacy-policy
title: Shop Privacy Policy
language: en
controller:
  name: Example Shop Ltd
  email: privacy@shop.example
criteria:
  clause: significant-changes
---

# Shop Privacy Policy

We protect the personal information of our customers.

## Collection {#collection}

We collect your name, your delivery address and your e-mail address when you order.
We keep order data for 30 days after delivery.

## Sharing {#sharing}

We share your delivery address with the company that delivers your order.

## Your rights {#rights}

You may ask us for a copy of your data, correct it, or have it deleted. Write to Example Shop Ltd, privacy@shop.example.

## Revision {#revision}

We tell you about every revision on this website before it takes effect. For significant changes we also send an e-mail.

Significant changes include, but are not limited to: {#significant-changes}

1. our service model changes substantially, such as the purposes of processing, the types of personal information
   processed, or the ways in which it is used;
2. our ownership or organisation changes substantially, such as a new owner after a merger or bankruptcy;
3. the main recipients of sharing, transfer or public disclosure change;
4. your rights in the processing of personal information, or how you exercise them, change substantially;
5. the department responsible for personal information, its contact details or the complaint channels change;
6. a personal information security impact assessment shows a high risk.
"""

CHINESE = """\
---
policy: privacy-policy
title: 商店隐私政策
language: zh
---

# 商店隐私政策

我们保护顾客的个人信息。

## 收集 {#collection}

您下单时，我们收集您的姓名、收货地址和电子邮箱。订单数据在送达后保存30天。

## 共享 {#sharing}

我们与配送您订单的公司共享您的收货地址。

## 您的权利 {#rights}

您可以要求我们提供、更正或删除您的数据。请写信至 privacy@shop.example。

## 修订 {#revision}

每次修订生效之前，我们都会在本网站上告知您。对于重大变更，我们还会发送电子邮件。

重大变更包括但不限于： {#significant-changes}

1. 我们的服务模式发生重大变化，例如处理个人信息的目的、处理的个人信息类型、个人信息的使用方式；
2. 我们的所有权或者组织架构发生重大变化，例如并购或者破产后所有者变更；
3. 个人信息共享、转让或者公开披露的主要对象发生变化；
4. 您参与个人信息处理方面的权利及其行使方式发生重大变化；
5. 负责处理个人信息安全的部门、联络方式及投诉渠道发生变化；
6. 个人信息安全影响评估报告表明存在高风险。
"""

TYPO = ("when you order.", "when you place an order.")
"""A minor edit of POLICY."""

LOCATION = (
    "We keep order data for",
    "We also collect your precise location and sell it to advertising partners.\nWe keep order data for",
)
"""A significant edit of POLICY."""

CHINESE_LOCATION = ("电子邮箱。", "电子邮箱。我们还会收集您的精确位置，并出售给广告合作伙伴。")

SIGNATURE = Signature(name="Ada Lawyer", mail="ada@shop.example")
TODAY = datetime.date(2026, 3, 2)


@dataclass(frozen=True, kw_only=True)
class Project:
    """A policy project in a git repository of its own."""

    root: Path

    @property
    def settings(self) -> Settings:
        return load(self.root)

    @property
    def policy(self) -> Path:
        return self.root / "policy_docs" / "privacy-policy.md"

    @property
    def chinese(self) -> Path:
        return self.root / "policy_docs" / "privacy-policy.zh.md"

    def git(self, *arguments: str) -> str:
        """What git writes, white space at the ends removed. Raises CalledProcessError."""
        command = ["git", *arguments]
        result = subprocess.run(command, cwd=self.root, env=environment(), check=True, capture_output=True)
        return result.stdout.decode().strip()

    def commit(self, message: str = "Work") -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", f"--message={message}")

    def edit(self, *replacements: tuple[str, str], file: Path | None = None) -> None:
        """Replace words in the draft, keeping its line ends."""
        path = file or self.policy
        text = path.read_bytes().decode()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        path.write_bytes(text.encode())

    def release(
        self,
        *replacements: tuple[str, str],
        policy: str = "privacy-policy",
        today: datetime.date = TODAY,
        published: datetime.date | None = None,
        effective: datetime.date | None = None,
        override: Significance | None = None,
        reason: str = "",
        translation_later: bool = False,
        notify: bool = False,
        emergency: str = "",
        consent: ConsentPlan | None = None,
        step: Callable[[str], None] = lambda _: None,
    ) -> Version:
        """Edit the draft and release it through the front door; where consent is due, without asking for it."""
        self.edit(*replacements)
        with open_archive(self.settings) as archive:
            proposal = propose(
                archive,
                self.settings,
                policy,
                today,
                published=published,
                effective=effective,
                override=override,
                translation_later=translation_later,
                emergency=emergency,
                consent=consent,
            )
            if consent is None and any(problem.rule == "consent" for problem in proposal.blocking):
                others = tuple(problem for problem in proposal.problems if problem.rule != "consent")
                waived = ConsentPlan(waived="Every customer was asked in the shop")
                proposal = dataclasses.replace(proposal, consent=waived, problems=others)
            now = datetime.datetime.combine(today, datetime.time(9, 30), datetime.UTC)
            return perform(
                archive, self.settings, proposal, SIGNATURE, now=now, reason=reason, notify=notify, step=step
            )


def make_project(folder: Path, *, policy: str = POLICY, chinese: str = "", settings: str = "") -> Project:
    """A project in `folder` with an unreleased draft, everything committed. `settings` is TOML for policytool.toml."""
    make_repository(folder)
    project = Project(root=folder)
    project.policy.parent.mkdir(parents=True)
    project.policy.write_text(policy, encoding="utf-8")
    if chinese:
        project.chinese.write_text(chinese, encoding="utf-8")
    (folder / "policytool.toml").write_text(settings, encoding="utf-8")
    project.commit("Draft")
    return project


def make_repository(folder: Path) -> None:
    """An empty git repository that the settings of this computer do not touch."""
    folder.mkdir(parents=True, exist_ok=True)
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["config", "user.name", "Test Author"],
        ["config", "user.email", "author@shop.example"],
        ["config", "commit.gpgsign", "false"],
        ["config", "tag.gpgsign", "false"],
        ["config", "core.hooksPath", ".git/hooks"],
        ["config", "core.autocrlf", "false"],
    ):
        subprocess.run(["git", *command], cwd=folder, env=environment(), check=True, capture_output=True)


def environment() -> dict[str, str]:
    """This process's environment without what could lead git to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
