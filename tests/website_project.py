"""A policy project with chosen versions, dates and assessments, in a real git repository: for tests of the website.

Releases are written here record by record, so that a test says exactly what stands in them.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from policytool.archive import record as records
from policytool.archive.open import open_archive
from policytool.archive.record import NoticePlan, Record, SignOff, TextEntry
from policytool.config import load
from policytool.significance.model import Assessment, Criterion, Finding, Significance
from policytool.website.gather import gather
from policytool.website.model import Site

Day = datetime.date
FIRST = Day(2026, 3, 3)
SECOND = Day(2026, 9, 1)
THIRD = Day(2026, 12, 23)
BETWEEN = Day(2026, 11, 23)
"""A day on which version 2.0 is published but not in force."""

TEXT = """\
---
policy: {policy}
title: {title}
language: {language}
controller:
  name: Example Shop Ltd
---

# {title} {{#{policy}}}

We protect the personal information of our customers. [Part 2](#sharing) says who receives it.

## 1. Collection {{#collection}}

We collect your name, your delivery address and your e-mail address when you {order} an order. {{#what}}

| Information | Kept for |
|---|---|
| Orders | 3 years |
| Questions | 12 months |

### 1.1 From your device {{#device}}

1. the model of your device; {{#model}}
2. the version of our app. {{#app}}

## 2. Sharing {{#sharing}}

We share your delivery address with the company that delivers your order.{more}

## 3. Changes {{#changes}}

We tell you before a revision takes effect. Significant changes include: {{#significant}}

1. the main recipients of sharing change. {{#recipients}}
"""

CRITERION = Criterion(
    id="recipients", kind="recipients", text="the main recipients of sharing change.", clause="significant"
)
MORE = " We also share your order history with advertising partners."
TOLD = "We now also share your order history with advertising partners."
SIGNIFICANT = Assessment(
    significance="significant",
    score=0.9,
    threshold=0.5,
    criteria=(CRITERION,),
    explanation="A new recipient is added.",
    findings=(
        Finding(
            criterion=CRITERION,
            clause="sharing-p-x",
            section="2. Sharing",
            reason="A new recipient is added: advertising partners.",
            told=TOLD,
            direction="wider",
            confidence=0.9,
        ),
    ),
)
MINOR = Assessment(significance="minor", score=0.1, threshold=0.5, criteria=(CRITERION,), explanation="Wording only.")


def text(
    *, policy: str = "privacy-policy", title: str = "Shop Privacy Policy", language: str = "en", **words: str
) -> str:
    """A policy text; `order` and `more` change its words."""
    return TEXT.format(policy=policy, title=title, language=language, **{"order": "make", "more": "", **words})


@dataclass(frozen=True, kw_only=True)
class Project:
    """The repository, and what is released in it."""

    root: Path

    @classmethod
    def make(cls, root: Path, *, url: str = "https://policies.shop.example/") -> Project:
        """An empty project with settings and mkdocs.yml."""
        project = cls(root=root)
        (root / "policy_docs").mkdir(parents=True)
        (root / "policytool.toml").write_text(
            f'[site]\nname = "Shop policies"\nurl = "{url}"\nfooter = "Example Shop Ltd"\n'
        )
        (root / "mkdocs.yml").write_text(
            "site_name: Shop policies\ndocs_dir: policy_docs\ntheme: policytool\nplugins: [policytool]\n"
        )
        project.git("init", "--quiet", "--initial-branch=main")
        return project

    def draft(self, texts: dict[str, str], policy: str = "privacy-policy") -> None:
        """Write the texts, the authoritative language first, and commit them."""
        for number, (language, source) in enumerate(texts.items()):
            name = f"{policy}.md" if number == 0 else f"{policy}.{language}.md"
            (self.root / "policy_docs" / name).write_text(source, encoding="utf-8")
        self.commit()

    def release(
        self,
        number: str,
        texts: dict[str, str],
        *,
        effective: Day,
        published: Day | None = None,
        assessment: Assessment | None = None,
        signed: Significance | None = None,
        summary: dict[str, str] | None = None,
        policy: str = "privacy-policy",
    ) -> None:
        """Release `texts` as version `number`."""
        self.draft(texts, policy)
        published = published or effective
        when = datetime.datetime.combine(published, datetime.time(9), datetime.UTC)
        level: Significance = signed or (assessment.significance if assessment else "minor")
        proposed = assessment.significance if assessment else "minor"
        record = Record(
            policy=policy,
            version=number,
            published=published,
            effective=effective,
            recorded=when,
            texts={
                language: self._entry(language, place, source, policy)
                for place, (language, source) in enumerate(texts.items())
            },
            previous=None,
            assessment=assessment,
            sign_off=SignOff(
                name="Ada Lawyer",
                mail="ada@shop.example",
                when=when,
                significance=level,
                decision="confirmed" if level == proposed else "overridden",
                reason="" if level == proposed else "Only a clarification.",
            ),
            notice_plan=NoticePlan(),
            summary=summary or {},
            tool="0",
        )
        file = self.root / "policy_docs" / "releases" / policy / f"{number}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(records.to_json(record))
        self.commit()

    def site(self, today: Day) -> Site:
        """The site as a value, on `today`."""
        settings = load(self.root)
        with open_archive(settings) as archive:
            return gather(archive, settings, today)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Work")

    def git(self, *arguments: str) -> str:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        for role in ("AUTHOR", "COMMITTER"):
            environment |= {f"GIT_{role}_NAME": "Ada", f"GIT_{role}_EMAIL": "ada@shop.example"}
        command = ["git", *arguments]
        return subprocess.run(
            command, cwd=self.root, env=environment, check=True, capture_output=True, text=True
        ).stdout.strip()

    def _entry(self, language: str, place: int, source: str, policy: str) -> TextEntry:
        path = f"policy_docs/{policy}.md" if place == 0 else f"policy_docs/{policy}.{language}.md"
        return TextEntry(
            path=path, blob=self.git("rev-parse", f"HEAD:{path}"), sha256=records.fingerprint(source.encode())
        )


def shop(root: Path, **options: str) -> Project:
    """Three versions: 1.0, a minor 1.1, a significant 2.0 that takes effect on THIRD; Chinese from 1.1 on."""
    project = Project.make(root, **options)
    chinese = text(title="商店隐私政策", language="zh")
    project.release("1.0", {"en": text()}, effective=FIRST, summary={"en": "First published version."})
    project.release(
        "1.1",
        {"en": text(order="place"), "zh": chinese},
        effective=SECOND,
        assessment=MINOR,
        summary={"en": "Clearer wording.", "zh": "文字更清楚。"},
    )
    project.release(
        "2.0",
        {"en": text(order="place", more=MORE), "zh": chinese.replace("12 months", "24 months")},
        effective=THIRD,
        published=BETWEEN,
        assessment=SIGNIFICANT,
        summary={"en": "Advertising partners become recipients.", "zh": "新增广告合作伙伴为接收方。"},
    )
    return project
