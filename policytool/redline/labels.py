"""The words that a redline says itself, in the languages of the policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from policytool.redline.model import Change, Redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language."""

    tag: str
    kinds: Mapping[str, str]
    """By kind, and by aspect for what changed without its words."""
    sums: Mapping[str, tuple[str, str]]
    """By the same keys: "one clause …", "{n} clauses …"."""
    insert: str
    delete: str
    moved_from: str
    moved_to: str
    was: str
    link: str
    no_link: str
    unchanged: str
    identical: str
    limited: str
    changes: str
    text: str
    hint: str
    skip: str
    more: str
    pause: str
    old: str
    new: str
    in_line: str
    side_by_side: str
    view: str


ENGLISH = Labels(
    tag="en",
    kinds={
        "inserted": "inserted",
        "deleted": "deleted",
        "modified": "changed",
        "moved": "moved",
        "moved-and-modified": "moved and changed",
        "split": "split",
        "merged": "merged",
        "date": "date",
        "link": "link",
        "numbering": "renumbered",
        "formatting": "formatting",
    },
    sums={
        "inserted": ("1 clause inserted", "{n} clauses inserted"),
        "deleted": ("1 clause deleted", "{n} clauses deleted"),
        "modified": ("1 clause changed", "{n} clauses changed"),
        "moved": ("1 clause moved", "{n} clauses moved"),
        "moved-and-modified": ("1 clause moved and changed", "{n} clauses moved and changed"),
        "split": ("1 clause split", "{n} clauses split"),
        "merged": ("1 clause merged from several", "{n} clauses merged from several"),
        "date": ("1 date changed", "{n} dates changed"),
        "link": ("1 clause with a changed link", "{n} clauses with changed links"),
        "numbering": ("1 clause renumbered or set at another level", "{n} clauses renumbered or set at another level"),
        "formatting": ("1 clause formatted differently", "{n} clauses formatted differently"),
    },
    insert="inserted",
    delete="deleted",
    moved_from="moved here",
    moved_to="moved away",
    was="was {0}",
    link="link",
    no_link="no link",
    unchanged="{n} unchanged clauses",
    identical="The two texts are the same.",
    limited="Some clauses are too long to be compared word by word; they are shown as a whole.",
    changes="List of changes",
    text="The text with its changes",
    hint="Inserted words are underlined, deleted words are struck through.",
    skip="Skip to the text with its changes",
    more="… and {n} more",
    pause=", ",
    old="old text",
    new="new text",
    in_line="In line",
    side_by_side="Side by side",
    view="How the changes are shown",
)
CHINESE = Labels(
    tag="zh",
    kinds={
        "inserted": "新增",
        "deleted": "删除",
        "modified": "修改",
        "moved": "移动",
        "moved-and-modified": "移动并修改",
        "split": "拆分",
        "merged": "合并",
        "date": "日期",
        "link": "链接",
        "numbering": "编号",
        "formatting": "格式",
    },
    sums={
        "inserted": ("新增1条", "新增{n}条"),
        "deleted": ("删除1条", "删除{n}条"),
        "modified": ("修改1条", "修改{n}条"),
        "moved": ("移动1条", "移动{n}条"),
        "moved-and-modified": ("移动并修改1条", "移动并修改{n}条"),
        "split": ("拆分1条", "拆分{n}条"),
        "merged": ("合并1条", "合并{n}条"),
        "date": ("日期变更1处", "日期变更{n}处"),
        "link": ("链接变更1条", "链接变更{n}条"),
        "numbering": ("仅编号或层级变更1条", "仅编号或层级变更{n}条"),
        "formatting": ("仅格式变更1条", "仅格式变更{n}条"),
    },
    insert="新增",
    delete="删除",
    moved_from="移至此处",
    moved_to="已移走",
    was="原为{0}",
    link="链接",
    no_link="无链接",
    unchanged="{n}条未变更",
    identical="两个文本相同。",
    limited="部分条款过长，未逐词比较，而是整体列出。",
    changes="变更列表",
    text="标注变更的全文",
    hint="新增文字加下划线，删除文字加删除线。",
    skip="跳至标注变更的全文",
    more="……另有{n}处",
    pause="，",
    old="旧文本",
    new="新文本",
    in_line="行内标注",
    side_by_side="左右对照",
    view="变更的显示方式",
)


def labels(redline: Redline) -> Labels:
    """The labels in the language of the new text; English where its language has none."""
    metadata = redline.new.metadata or redline.old.metadata
    return CHINESE if metadata is not None and metadata.language.split("-")[0] == "zh" else ENGLISH


def label_of(change: Change) -> str:
    """The key of the word for a change: its aspect where words stayed, else its kind."""
    if change.kind == "modified" and change.aspect not in ("words", "none"):
        return change.aspect
    return change.kind


def summary(redline: Redline, words: Labels) -> str:
    """How many changes of each kind there are, in one line."""
    counts = Counter(label_of(change) for change in redline.changes)
    parts = [words.sums[key][counts[key] > 1].format(n=counts[key]) for key in words.sums if counts[key]]
    return words.pause.join(parts) or words.identical
