"""Policies and their versions as values, without git or disk: for tests of pages, feeds and notices."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from policytool.archive import record as records
from policytool.archive.model import Version, VersionNumber
from policytool.archive.record import ConsentPlan, NoticePlan, Record, SignOff, TextEntry
from policytool.significance.model import Assessment, Criterion, Finding, Significance
from policytool.text.parse import parse
from policytool.website.gather import released
from policytool.website.model import Policy, Site

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

We share your delivery address with the company that delivers your order.{more} {{#who}}

## 3. Changes {{#changes}}

We tell you before a revision takes effect. Significant changes include: {{#significant}}

1. the main recipients of sharing change. {{#recipients}}
"""

CRITERION = Criterion(
    id="recipients", kind="recipients", text="the main recipients of sharing change.", clause="significant"
)
MORE = " We also share your order history with advertising partners."
TOLD = "We now also share your order history with advertising partners."
REASON = "A new recipient is added: advertising partners."
FINDING = Finding(
    criterion=CRITERION,
    clause="who",
    section="2. Sharing",
    reason=REASON,
    told=TOLD,
    direction="wider",
    confidence=0.9,
)
SIGNIFICANT = Assessment(
    significance="significant",
    score=0.9,
    threshold=0.5,
    criteria=(CRITERION,),
    explanation="A new recipient is added.",
    findings=(FINDING,),
)
MINOR = Assessment(
    significance="minor", score=0.1, threshold=0.5, criteria=(CRITERION,), explanation="Only the wording changes."
)


def text(
    *, policy: str = "privacy-policy", title: str = "Shop Privacy Policy", language: str = "en", **words: str
) -> str:
    """A policy text; `order` and `more` change its words."""
    return TEXT.format(policy=policy, title=title, language=language, **{"order": "make", "more": "", **words})


CHINESE = text(title="商店隐私政策", language="zh")


_BLOCKS = [
    "### Part {n}",
    "We keep the {what} that you give us for as long as part {n} says, and no longer than the law asks of us.",
    "- the {what} of your device, as part {n} says, and of other devices of yours;\n- what you do with the {what}.",
]


def long(what: str, *, moved: int = 0) -> str:
    """A policy of about 50 KB that says of everything that it is `what`; its last clause stands before part `moved`."""
    blocks = [block.format(n=n, what=what) for n in range(200) for block in _BLOCKS]
    blocks.insert(len(_BLOCKS) * moved if moved else len(blocks), "This sentence alone is always the same. {#same}")
    return text() + "\n" + "\n\n".join(blocks) + "\n"


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a test says of one version."""

    number: str
    texts: dict[str, str]
    """By language, the authoritative one first."""
    effective: Day
    published: Day | None = None
    assessment: Assessment | None = None
    signed: Significance | None = None
    """What the person decided, where it is not what the assessment proposed."""
    summary: dict[str, str] = field(default_factory=dict)
    consent: ConsentPlan | None = None

    def record(self, policy: str, entries: dict[str, TextEntry]) -> Record:
        published = self.published or self.effective
        when = datetime.datetime.combine(published, datetime.time(9), datetime.UTC)
        proposed: Significance = self.assessment.significance if self.assessment else "minor"
        level = self.signed or proposed
        return Record(
            policy=policy,
            version=self.number,
            published=published,
            effective=self.effective,
            recorded=when,
            texts=entries,
            previous=None,
            assessment=self.assessment,
            sign_off=SignOff(
                name="Ada Lawyer",
                mail="ada@shop.example",
                when=when,
                significance=level,
                decision="confirmed" if level == proposed else "overridden",
                reason="" if level == proposed else "Ada's secret reason.",
            ),
            notice_plan=NoticePlan(),
            summary=self.summary,
            consent=self.consent,
            tool="0",
        )


STORY = (
    Release(number="1.0", texts={"en": text()}, effective=FIRST, summary={"en": "First published version."}),
    Release(
        number="1.1",
        texts={"en": text(order="place"), "zh": CHINESE},
        effective=SECOND,
        assessment=MINOR,
        summary={"en": "Clearer wording.", "zh": "文字更清楚。"},
    ),
    Release(
        number="2.0",
        texts={"en": text(order="place", more=MORE), "zh": CHINESE.replace("12 months", "24 months")},
        effective=THIRD,
        published=BETWEEN,
        assessment=SIGNIFICANT,
        summary={"en": "Advertising partners become recipients.", "zh": "新增广告合作伙伴为接收方。"},
    ),
)
"""1.0, a minor 1.1 that brings a translation, and a significant 2.0 that takes effect on THIRD."""


def policy(*releases: Release, name: str = "privacy-policy", today: Day = BETWEEN) -> Policy:
    """A policy with these versions, the oldest first; comparisons lead to the one that is current on `today`."""
    documents = {}
    versions = []
    for release in releases:
        entries = {}
        for language, source in release.texts.items():
            documents[release.number, language] = parse(source)
            entries[language] = TextEntry(path="", blob="", sha256=records.fingerprint(source.encode()))
        record = release.record(name, entries)
        sha256 = records.fingerprint(records.to_json(record))
        versions.append(Version(number=VersionNumber.parse(release.number), record=record, record_sha256=sha256))
    return released(name, tuple(versions), lambda version, language: documents[str(version.number), language], today)


def site(*policies: Policy, today: Day = BETWEEN, url: str = "https://policies.shop.example/") -> Site:
    """A site with these policies, on `today`."""
    return Site(today=today, name="Shop policies", url=url, footer="Example Shop Ltd", policies=policies)
