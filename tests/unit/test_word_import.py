"""Edited Word files come back as Markdown: the file's words, the draft's ids, and its lines where nothing changed."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from policytool.errors import TextError
from policytool.redline import word
from policytool.redline.compare import compare
from policytool.redline.wordimport.bring import Brought, Changes, bring
from policytool.text.model import Document
from policytool.text.parse import parse
from policytool.text.write import to_markdown
from tests.redline_documents import EXAMPLES, revisions
from tests.word_files import changed, edited, part

WHEN = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)
FRONT = "---\npolicy: privacy-policy\ntitle: Privacy Policy\nlanguage: en\n---\n\n"


def written(old: str, new: str) -> bytes:
    return word.write(compare(policy(old), policy(new)), when=WHEN)


def policy(text: str) -> Document:
    return parse(FRONT + text, metadata_required=True)


def brought(data: bytes, base: str, changes: Changes = "refuse") -> Brought:
    return bring(data, (FRONT + base).encode(), name="edited.docx", base_name="policy.md", changes=changes)


def text_of(data: bytes, base: str, changes: Changes = "refuse") -> str:
    return brought(data, base, changes).text.removeprefix(FRONT)


BASE = """\
# Privacy Policy {#top}

We keep **order information** for three years, as [part 2](#sharing) says. {#keeping}

We collect:

1. your name; {#name}
2. your *address*,
   with its postcode;
   - (a) street
   - (b) town
3. your telephone number. {#phone}

## 2. Sharing {#sharing}

| Recipient | Why |
|---|---|
| banks | payment | {#banks}
| carriers | delivery |

![Our seal](seal.png) See [our shop](https://shop.example) and [the archive](archive.html).

---

> We never sell data. {#never}
"""


@given(revisions())
@settings(max_examples=EXAMPLES, deadline=None)
def test_every_word_and_number_of_an_export_comes_back(pair: tuple[Document, Document]) -> None:
    old, new = (to_markdown(parse(to_markdown(with_own_ids(document)))) for document in pair)
    assume(policy(old).clauses and policy(new).clauses)
    data = written(old, new)
    for base, changes in ((new, "accept"), (old, "reject")):
        assert letters(policy(text_of(data, base, changes))) == letters(policy(base))


@given(revisions())
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_export_without_quotations_comes_back_to_the_byte(pair: tuple[Document, Document]) -> None:
    old, new = (to_markdown(parse(to_markdown(with_own_ids(document, quote=False)))) for document in pair)
    assume(policy(old).clauses and policy(new).clauses)
    data = written(old, new)
    assert text_of(data, new, "accept") == new
    assert text_of(data, old, "reject") == old
    assert letters(policy(text_of(data, old, "accept"))) == letters(policy(new))


def test_a_bold_sentence_that_was_split_or_merged_keeps_its_bold_space() -> None:
    """The space between the halves is of the whole, with the whole's looks."""
    whole, halves = "**Our shop**\n", "Our\n\nshop\n"
    assert text_of(written(whole, halves), whole, "reject") == whole
    assert text_of(written(halves, whole), whole, "accept") == whole


def test_a_table_without_a_head_gets_none_when_a_new_head_is_taken_back() -> None:
    old, new = "|   |\n| --- |\n| banks |\n", "| who |\n| --- |\n| banks |\n"
    data = written(old, new)
    assert text_of(data, old, "reject") == old
    assert text_of(data, new, "accept") == new


def test_a_heading_that_became_the_head_of_a_table_gives_up_its_id() -> None:
    old, new = "# Banks {#banks}\n", "| Banks |\n| --- |\n"
    result = brought(written(old, new), old, "accept")
    assert result.text.removeprefix(FRONT) == new
    assert result.lost == ("banks",)


def test_a_cell_with_an_image_that_became_code_keeps_its_words() -> None:
    old, new = "| ![Our seal](seal.png) |\n| --- |\n", "```\nOur seal\n```\n"
    assert text_of(written(old, new), old, "accept") == new


def with_own_ids(document: Document, *, quote: bool = True) -> Document:
    """Each id written once at most, and tables outside of quotations: Word would join them with their neighbours."""
    seen: set[str] = set()
    clauses = []
    for clause in document.clauses:
        named = clause.named and clause.id not in seen
        clauses.append(replace(clause, named=named, quote=clause.quote if quote and clause.kind != "row" else 0))
        seen |= {clause.id} if clause.named else set()
    return Document(clauses=tuple(clauses))


def letters(document: Document) -> str:
    return "".join("".join(f"{clause.marker}{clause.text}" for clause in document.clauses).split())


def test_an_untouched_file_changes_nothing() -> None:
    result = brought(written(BASE, BASE), BASE)
    assert result.text == FRONT + BASE
    assert not result.redline.changes
    assert not result.stale


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    base = b"\xef\xbb\xbf" + (FRONT + BASE).replace("\n", "\r\n").encode()
    data = edited(written(BASE, BASE), ("three years", "five years"))
    text = bring(data, base, name="x.docx", base_name="policy.md").text.encode()
    assert text == base.replace(b"three years", b"five years")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("three years", "five years"),
        ("street", "street and number"),
        ("with its postcode;", "without it;"),
        ("delivery", "delivery and returns"),
        ("We never sell", "We do not sell"),
        (" and ", " or "),
    ],
)
def test_an_edit_in_word_touches_its_own_line_alone(old: str, new: str) -> None:
    result = brought(edited(written(BASE, BASE), (old, new)), BASE)
    before, after = (FRONT + BASE).splitlines(), result.text.splitlines()
    assert parse(result.text).clauses
    assert sum(line not in before for line in after) == 1
    assert new in result.text
    assert not result.lost


def test_a_new_item_renumbers_those_below_and_leaves_their_ids() -> None:
    data = written(BASE, BASE)
    name = next(
        found for found in re.findall(r"<w:p>.*?</w:p>", part(data, "word/document.xml")) if "your name" in found
    )
    text = text_of(edited(data, (name, name + name.replace("your name;", "your birthday;"))), BASE)
    assert "1. your name; {#name}\n2. your birthday;\n3. your *address*,\n" in text
    assert "   - (b) town\n4. your telephone number. {#phone}\n" in text


def test_a_clause_that_moved_keeps_its_id_and_its_lines() -> None:
    new = BASE.replace("> We never sell data. {#never}\n", "").replace(
        "We collect:", "> We never sell data. {#never}\n\nWe collect:"
    )
    text = text_of(written(BASE, new), BASE, "accept")
    assert text.count("> We never sell data. {#never}") == 1
    assert text.index("never") < text.index("We collect")


def test_what_word_cannot_carry_is_taken_from_the_draft_where_the_words_stayed() -> None:
    text = text_of(edited(written(BASE, BASE), (" and ", " or ")), BASE)
    assert "![Our seal](seal.png) See [our shop](https://shop.example) or [the archive](archive.html)." in text


def test_an_id_that_went_with_its_clause_is_named() -> None:
    result = brought(
        written(
            BASE,
            BASE.replace("2. your *address*", "2. your *home*").replace("3. your telephone number. {#phone}\n", ""),
        ),
        BASE,
        "accept",
    )
    assert result.lost == ("phone",)


def test_tracked_changes_are_refused_unless_said_otherwise() -> None:
    new = BASE.replace("three years", "five years")
    data = word.write(compare(policy(BASE), policy(new)), when=WHEN, author="Ada Lawyer")
    with pytest.raises(TextError, match=r"tracked changes, by Ada Lawyer \(2\)") as refused:
        brought(data, BASE)
    assert "--changes accept" in str(refused.value)
    assert text_of(data, BASE, "accept") == new
    assert text_of(data, BASE, "reject") == BASE


def test_a_file_made_from_another_text_is_stale() -> None:
    newer = BASE.replace("street", "street name")
    assert brought(written(BASE, BASE), newer).stale
    assert not brought(written(BASE, newer), newer, "reject").stale


def test_comments_are_told_and_left_out() -> None:
    comment = '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    comment += '<w:comment w:author="Ada"><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment></w:comments>'
    relation = '<Relationship Id="rId99" Target="comments.xml" '
    relation += 'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"/></Relationships>'
    data = edited(written(BASE, BASE), ("</Relationships>", relation), name="word/_rels/document.xml.rels")
    result = brought(changed(data, {"word/comments.xml": comment.encode()}), BASE)
    assert result.comments == ("Ada: Really?",)
    assert "Really" not in result.text
