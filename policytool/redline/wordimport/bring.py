"""An edited Word file to the Markdown of a draft: proved to say the words of the Word file, or not given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from policytool.errors import EmptyPolicy, TextError
from policytool.redline.bookmarks import bookmark
from policytool.redline.compare import compare
from policytool.redline.fingerprint import fingerprint
from policytool.redline.model import Redline
from policytool.redline.wordimport import reading, tracked
from policytool.redline.wordimport.looks import alike, bare
from policytool.redline.wordimport.match import as_shown, matched, partners
from policytool.redline.wordimport.origin import by_libreoffice, made_from
from policytool.redline.wordimport.package import Package
from policytool.redline.wordimport.splice import Draft
from policytool.redline.wordimport.xml import strict, w
from policytool.text import drafts as text_drafts
from policytool.text import parse, source
from policytool.text.model import Clause, Document
from policytool.text.runs import plain
from policytool.text.write import write

Changes = Literal["accept", "reject", "refuse"]
_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What a Word file makes of the draft."""

    text: str
    """The draft's file as it would be written; front matter and untouched clauses as they stand."""
    redline: Redline
    """From the draft to what it would be."""
    tracked: Counter[str]
    """Tracked changes that were accepted or rejected, by author."""
    comments: tuple[str, ...] = ()
    margins: tuple[str, ...] = ()
    """Words in headers and footers, which were left out."""
    lost: tuple[str, ...] = ()
    """Ids of the draft's clauses that are not in the Word file any more."""
    stale: bool = False
    """Whether the Word file was made by policytool from another text than the draft is now."""


def bring(data: bytes, base: bytes, *, name: str, base_name: str, changes: Changes = "refuse") -> Brought:
    """The draft `base`, the bytes of its file, with the text of the Word file `data`.

    Raises TextError for a Word file that cannot be trusted or holds what Markdown cannot carry, for tracked changes
    where they are to be refused, and where the result would not say the Word file's words.
    """
    text = source.decode(base, name=base_name)
    draft = parse.parse(text, name=base_name, metadata_required=True)
    package = Package(data, name=name)
    body, count = _body(package, changes)
    words, troubles = _drafts(package, body, draft)
    if troubles:
        raise _refused(troubles, name)
    if not words:
        raise EmptyPolicy(path=name, todo="Check that it is the right file.")
    front = _front(text, draft)

    def read_again(markdown: str) -> Document:
        return parse.parse(front + markdown, name=name, metadata_required=True)

    read = read_again(write(parse.build(words, name=name)))
    _prove(_signs(_pairs(words)), read, name)
    redline = compare(draft, read)
    shown = as_shown(draft.clauses, read_again)
    written = _written(text, redline, matched(redline, shown, forgetful=by_libreoffice(package)), name)
    result = parse.parse(written, name=base_name, metadata_required=True)
    _prove(_signs(_pairs(words)), result, name)
    made = made_from(package)
    return Brought(
        text=_with_mark(base, written),
        redline=compare(draft, result),
        tracked=count,
        comments=tuple(reading.comments(package)),
        margins=tuple(reading.margins(package)),
        lost=tuple(clause.id for clause in draft.clauses if clause.named and clause.id not in result.by_id),
        stale=bool(made) and fingerprint(draft) not in made,
    )


def _body(package: Package, changes: Changes) -> tuple[Any, Counter[str]]:
    root = package.tree(package.main)
    if root is None or strict(root):
        raise package.refused("this Word file is written in the strict dialect", "Save it as “Word Document (.docx)”.")
    body = root.find(w("body"))
    if body is None:
        raise package.refused("this is no Word file", "Save it as .docx in Word and run again.")
    count = tracked.changes(body)
    if count and changes == "refuse":
        authors = ", ".join(f"{author} ({number})" for author, number in count.most_common())
        message = f"this Word file holds {count.total()} tracked changes, by {authors}"
        todo = "Say --changes accept for the text with all of them, or --changes reject for the text without any."
        raise package.refused(message, todo)
    if body.find(f".//{w('cellMerge')}") is not None:
        raise package.refused("cells were merged with changes tracked", "Accept that change in Word and run again.")
    if changes != "refuse":
        tracked.settle(body, changes)
    return body, count


def _drafts(package: Package, body: Any, draft: Document) -> tuple[list[text_drafts.Draft], list[reading.Trouble]]:
    places = {bookmark(clause.id): clause.id for clause in draft.clauses}
    reader = reading.Body(package, anchor=lambda name: places.get(name, ""))
    found = reader.read(body)
    return found, reader.troubles


def _refused(troubles: list[reading.Trouble], name: str) -> TextError:
    listed = [f"  {trouble.place}: {trouble.what}" for trouble in troubles[:_SHOWN]]
    if len(troubles) > _SHOWN:
        listed.append(f"  and {len(troubles) - _SHOWN} more")
    message = "this Word file holds what a policy in Markdown cannot carry:\n" + "\n".join(listed)
    return TextError(message, path=name, todo="Take these out in Word, or write them as words; then run again.")


def _front(text: str, draft: Document) -> str:
    """The draft's metadata, so that the Word file's words are read as a policy's."""
    first = draft.clauses[0].line if draft.clauses else text.count("\n") + 1
    lines = source.level(text).split("\n")[: first - 1]
    end = max((number for number, line in enumerate(lines) if line.rstrip() in ("---", "...")), default=len(lines) - 1)
    return "\n".join([*lines[: end + 1], "", ""])


def _written(text: str, redline: Redline, kept: tuple[Clause, ...], name: str) -> str:
    """The first of the draft's possible new texts that says what the Word file says."""
    old = partners(redline)
    pairs = [(new, old.get(id(read))) for new, read in zip(kept, redline.new.clauses, strict=True)]
    for candidate in Draft(text, redline.old.clauses).rewritten(pairs):
        again = parse.parse(candidate, name=name, metadata_required=True).clauses
        if len(again) == len(kept) and all(map(_says, again, kept)):
            return candidate
    raise TextError("the draft could not be changed safely", path=name, todo="Nothing was written. Edit the Markdown.")


def _says(one: Clause, other: Clause) -> bool:
    """Formatting may go where Markdown cannot express it, such as within a word; nothing else."""
    return alike(one, other) or alike(bare(one), bare(other))


def _pairs(found: Iterable[text_drafts.Draft]) -> Iterable[tuple[str, str]]:
    return ((draft.marker, plain(draft.runs)) for draft in found)


def _signs(found: Iterable[tuple[str, str]]) -> str:
    """Every sign of clauses but white space and bullets; cells stay apart."""
    text = "".join(f"{marker if marker != text_drafts.BULLET else ''}{words}" for marker, words in found)
    return "".join(source.level(text).replace("\t", "|").split())


def _prove(wanted: str, document: Document, name: str) -> None:
    found = _signs((clause.marker, clause.text) for clause in document.clauses)
    if found == wanted:
        return
    at = next((n for n, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other), len(found))
    message = f"the words of this Word file would not come out as they are, near: {wanted[max(at - 20, 0) : at + 40]}"
    raise TextError(message, path=name, todo="Nothing was written. Simplify the place that is named in Word.")


def _with_mark(base: bytes, written: str) -> str:
    return ("\ufeff" if base.startswith(b"\xef\xbb\xbf") else "") + written
