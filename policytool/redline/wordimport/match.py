"""The clauses of an edited Word file matched with those of the draft: ids kept, and what Word cannot carry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace

from policytool.redline.model import Redline, WordOp
from policytool.redline.wordimport.looks import joined, unbold
from policytool.text.model import Clause, Document, Run
from policytool.text.write import write

_OPENED = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+\Z", re.IGNORECASE)
"""Links that Word opens; others stand in it as words."""

_HEAD = 1
"""Level of the row that names a table's columns: Markdown has no place for an id there."""
_UNQUOTED = ("heading", "row", "code")
"""What cannot be told to be a quotation in Word."""


def as_shown(clauses: Sequence[Clause], read: Callable[[str], Document]) -> dict[int, tuple[Run, ...]]:
    """The runs of each of the draft's clauses, by its `id()`, as they come back when nobody touched them in Word.

    `read` reads Markdown as the draft is read.
    """
    ids = frozenset(clause.id for clause in clauses)
    plain = [replace(clause, runs=joined(_as_word_has_it(run, ids) for run in clause.runs)) for clause in clauses]
    plain = [replace(one, runs=unbold(one.runs)) if one.kind == "heading" else one for one in plain]
    back = read(write(plain)).clauses
    if [clause.text for clause in back] != [clause.text for clause in clauses]:
        return {id(clause): joined(one.runs) for clause, one in zip(clauses, plain, strict=True)}
    return {id(clause): joined(one.runs) for clause, one in zip(clauses, back, strict=True)}


def matched(redline: Redline, shown: Mapping[int, tuple[Run, ...]], *, forgetful: bool = False) -> tuple[Clause, ...]:
    """The new clauses of draft → Word file, with the ids of the draft's clauses and the links and images of kept words.

    A clause that was split leaves its id to its first piece, merged clauses the first id among them. From a `forgetful`
    program a heading stays one: LibreOffice drops the style of what follows a deleted paragraph.
    """
    ids = frozenset(redline.old.by_id)
    old = partners(redline)
    named = _names(redline, old)
    words = {id(entry.news[0]): entry.words for entry in redline.entries if len(entry.olds) == len(entry.news) == 1}
    found = []
    for clause in redline.new.clauses:
        was = old.get(id(clause))
        kept = replace(clause, named=False)
        if was is not None and clause.kind != "code" and (id(clause) in words or was.text == clause.text):
            same = was.text == clause.text and shown[id(was)] == joined(clause.runs)
            runs = was.runs if same else _restored(words.get(id(clause), ()), was, clause, ids)
            kept = replace(kept, runs=runs, quote=_quote(was, clause))
        if forgetful and was is not None and was.kind == "heading":
            kept = _still_heading(was, kept)
        name = "" if clause.kind == "row" and clause.level == _HEAD else named.get(id(clause), "")
        found.append(replace(kept, id=name, named=True) if name else kept)
    return tuple(found)


def partners(redline: Redline) -> dict[int, Clause]:
    """For each new clause, by its `id()`, the draft's clause that it was; for clauses that came alone, none.

    A clause without its id is too short for the redline to say that it moved; here it is enough that its words stood
    once in the draft and stand once now.
    """
    found = {id(entry.news[0]): entry.olds[0] for entry in redline.entries if entry.olds and entry.news}
    gone = _once(entry.olds[0] for entry in redline.entries if not entry.news)
    come = _once(entry.news[0] for entry in redline.entries if not entry.olds)
    return found | {id(clause): gone[key] for key, clause in come.items() if key in gone}


def _once(clauses: Iterable[Clause]) -> dict[tuple[str, str], Clause]:
    listed = list(clauses)
    count = Counter((clause.kind, clause.text) for clause in listed)
    return {(clause.kind, clause.text): clause for clause in listed if count[clause.kind, clause.text] == 1}


def _names(redline: Redline, old: dict[int, Clause]) -> dict[int, str]:
    """The author's ids for the new clauses."""
    merged = {
        id(entry.news[0]): next((clause.id for clause in entry.olds if clause.named), "")
        for entry in redline.entries
        if entry.olds and entry.news
    }
    return {key: clause.id for key, clause in old.items() if clause.named} | {
        k: name for k, name in merged.items() if name
    }


def _quote(old: Clause, new: Clause) -> int:
    return old.quote if old.quote and (new.quote or new.kind in _UNQUOTED) else new.quote


def _still_heading(old: Clause, new: Clause) -> Clause:
    plain = new.kind in ("paragraph", "item") and new.marker == old.marker
    return replace(new, kind="heading", level=old.level) if plain else new


def _restored(words: Sequence[WordOp], old: Clause, new: Clause, ids: Set[str]) -> tuple[Run, ...]:
    """The runs of the new clause, with the draft's links and images over the words that stayed."""
    before, after = _each_sign(old.runs), _each_sign(new.runs)
    stayed = [(op.old_start, op.old_end, op.new_start) for op in words if op.kind == "equal"]
    for start, end, begin in stayed or [(0, len(before), 0)] * (old.text == new.text):
        if old.text[start:end] != new.text[begin : begin + end - start]:
            continue
        for place, was in enumerate(before[start:end], start=begin):
            after[place] = _with_link(was, after[place], ids)
    return joined(replace(look, text=sign) for look, sign in zip(after, new.text, strict=True))


def _each_sign(runs: tuple[Run, ...]) -> list[Run]:
    return [run for run in runs for _ in run.text]


def _with_link(was: Run, now: Run, ids: Set[str]) -> Run:
    if was.image:
        return replace(now, image=was.image, link=was.link)
    if was.link and ((now.link is None and not _opens(was.link, ids)) or _same(was.link, now.link)):
        return replace(now, link=was.link)
    return now


def _same(old: str, new: str | None) -> bool:
    """Whether it is the same link but for the stroke that word processors add to a bare host."""
    return new is not None and old.rstrip("/") == new.rstrip("/")


def _opens(link: str, ids: Set[str]) -> bool:
    return bool(_OPENED.match(link)) or (link.startswith("#") and link[1:] in ids)


def _as_word_has_it(run: Run, ids: Set[str]) -> Run:
    return replace(run, image=None, link=run.link if run.link and _opens(run.link, ids) else None)
