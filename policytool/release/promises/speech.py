"""Sentences in which a policy speaks of its own revisions, told from those that only use such words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytool.release.promises.model import Scope
from policytool.significance.sentences import Sentence, split
from policytool.text.model import Clause, Document

_REVISION = re.compile(
    r"\b(?:revis(?:e|es|ed|ing|ion|ions)|amend(?:s|ed|ing|ments?)?|chang(?:e|es|ed|ing)|updat(?:e|es|ed|ing)"
    r"|modif(?:y|ies|ied|ications?)|(?:new|later) versions?)\b|修订|变更|更新|修改|更改|新版本|调整",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"\b(?:polic(?:y|ies)|(?:privacy|cookie|data protection) (?:notice|statement)|this (?:notice|statement|document))\b"
    r"|本?政策|本声明|隐私声明|本指引|本版本",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"\b(?:terms of (?:use|service|sale)|terms and conditions|user agreement|prices?|fees?|tariffs?|subscriptions?"
    r"|orders?|passwords?|deliver(?:y|ies)|withdrawal)\b|用户协议|服务条款|价格|费用|订单|密码|配送",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:tell|tells|inform|informs|notify|notifies|announce|announces|publish|publishes|post|posts|put|puts|display"
    r"|displays|show|shows|send|sends|give|gives|provide|provides|e-?mail|write to|alert|alerts|told|informed|notified"
    r"|announced|published|posted|displayed|given|provided|notice|notices|receive)\b"
    r"|发布|公布|通知|告知|公告|提示|公示|展示|发送|推送|说明",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:may|might|can|could|should|try|tries|aim|aims|attempt|endeavou?r|if possible"
    r"|where (?:possible|practicable|appropriate)"
    r"|at our discretion|not (?:obliged|required|bound)|no obligation|do not|does not|will not|need not|cannot|won['’]t"
    r"|don['’]t|without (?:prior |advance |any )*(?:notice|notification)|never)\b"
    r"|可能|可以|可自行|有权|尽量|尽可能|尽力|不另行|无需|无须|不需|不负有|不承诺|不保证|不会|不再|未必|不经通知|无义务",
    re.IGNORECASE,
)
_SIGNIFICANT = re.compile(
    r"\b(?:significant|material|materially|major|substantial|important)\b|重大|重要|实质", re.IGNORECASE
)
_MINOR = re.compile(
    r"\b(?:minor|editorial|non-material|immaterial|insignificant|not (?:significant|material)|small"
    r"|(?:any |all )?other (?:changes|revisions|amendments|updates|modifications))\b"
    r"|非重大|轻微|一般(?:性)?(?:修订|变更|更新|修改)|文字性|其他(?:修订|变更|更新|修改)",
    re.IGNORECASE,
)


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of the policy's own running text: no headings, quotations, tables or code.

    A sentence that says one thing of minor revisions and another of significant ones is left out: it cannot be told
    which words belong to which.
    """
    for clause in document.clauses:
        if clause.kind in ("paragraph", "item") and not clause.quote:
            yield from (sentence for sentence in split(clause) if not _mixed(sentence.text))


def about_revisions(sentence: Sentence) -> bool:
    """Whether the sentence speaks of revisions of this policy, by itself or by the clause or section that holds it."""
    if not _REVISION.search(sentence.text) and not _POLICY.search(sentence.text):
        return False
    if _OTHER_SUBJECT.search(sentence.text) and not _POLICY.search(sentence.text):
        return False
    section = _section(sentence.clause)
    around = f"{sentence.clause.text} {section}"
    return bool(_REVISION.search(around) and _POLICY.search(around)) or bool(
        _REVISION.search(sentence.text) and section
    )


def tells(text: str) -> bool:
    """Whether somebody is told something."""
    return _TELLS.search(text) is not None


def leaves_open(text: str) -> bool:
    """Whether the sentence denies, or only allows, what it speaks of: no promise."""
    return _OPEN.search(text) is not None


def scope(sentence: Sentence) -> Scope:
    """Which revisions the sentence speaks of."""
    if _MINOR.search(sentence.text):
        return "minor"
    return "significant" if _SIGNIFICANT.search(sentence.text) else "all"


def _mixed(text: str) -> bool:
    return _MINOR.search(text) is not None and _SIGNIFICANT.search(_MINOR.sub("", text)) is not None


def _section(clause: Clause) -> str:
    """The title of the section around `clause`, where it is one about revisions."""
    title = clause.path[-1] if clause.path else ""
    return title if _REVISION.search(title) else ""
