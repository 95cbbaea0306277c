"""Clauses written as Markdown."""

from __future__ import annotations

import pytest

from policytool.text.model import Clause, Document, Run
from policytool.text.parse import parse
from policytool.text.write import to_markdown, write


def again(*clauses: Clause) -> tuple[Clause, ...]:
    return parse(write(clauses)).clauses


def paragraph(text: str, **formatting: bool) -> Clause:
    return Clause(id="x", kind="paragraph", runs=(Run(text=text, **formatting),))


ODD = r"""# no heading
> no quote
- no item
+ no item
1.x no item
* * *
---
===
`code`
*a* _b_ **c** __d__
[a](b)
[a]: https://b.example
![a](b)
<b>
<br>
<https://a.example>
&amp; &copy; &#65;
~~a~~
a\b
back\
```
~~~
ends {#id}
snake_case_name
2 * 3 * 4
a_ b_
2024.
1.
C#
a #
\*
\\
!
!\[x]
x](y)
http://a.example/_b_
& < >
(a)
①""".splitlines()


@pytest.mark.parametrize("text", [*ODD, "a\nb", "a\n---", "a\n===", "| a | b |\n|---|---|"])
def test_a_paragraph_of_these_signs_reads_back_as_written(text: str) -> None:
    clauses = again(paragraph(text))
    assert [(clause.kind, clause.text) for clause in clauses] == [("paragraph", text)]
    assert not clauses[0].named


@pytest.mark.parametrize(
    "text", ["words, with (signs): 5 < 6 & a-b, it's snake_case [1]!", "We collect: names – and more."]
)
def test_plain_text_is_written_plainly(text: str) -> None:
    assert write([paragraph(text)]) == text + "\n"


@pytest.mark.parametrize("text", ["word", "（注意）", '"quoted"', "ends with.", " pad ", "!", "a*b"])
@pytest.mark.parametrize("flag", ["strong", "emphasis", "struck", "code"])
def test_formatting_never_costs_a_word(text: str, flag: str) -> None:
    runs = (Run(text="前"), Run(text=text, **{flag: True}), Run(text="后x"))
    written = again(Clause(id="x", kind="paragraph", runs=runs))
    assert " ".join(written[0].text.split()) == " ".join(f"前{text}后x".split())


def test_formatting_is_kept_where_markdown_can_say_it() -> None:
    runs = (
        Run(text="See "),
        Run(text="the ", strong=True),
        Run(text="whole", strong=True, emphasis=True),
        Run(text=" "),
        Run(text="list", link="https://a.example/x (1)"),
        Run(text=" of "),
        Run(text="a`b", code=True),
        Run(text="."),
    )
    assert again(Clause(id="x", kind="paragraph", runs=runs))[0].runs == runs


def test_a_document_of_every_kind_reads_back_the_same() -> None:
    source = (
        "# T {#t}\n\n## 一、收集\n\nText[^1] with **bold**, [link](https://a.example) and <https://b.example>.\n\n"
        "1. one {#one}\n\n   more\n   - (a) inner\n   - • dot\n\n     ```\n     code\n     ```\n2. two\n1) three\n\n"
        "- - deep\n\n> quote\n>\n> 1. in\n>\n> > deeper\n\n| A | B\\|C |\n|---|---|\n| 1<br>2 | `x` | {#row}\n\n"
        "``` {#code}\nif `a`:\n    b\n```\n"
    )
    document = parse(source)
    written = to_markdown(document)
    again_ = parse(written)
    assert [_content(c) for c in again_.clauses] == [_content(c) for c in document.clauses]
    assert to_markdown(again_) == written


def _content(clause: Clause) -> object:
    return clause.id, clause.kind, clause.level, clause.quote, clause.marker, clause.runs, clause.path, clause.named


def test_an_empty_document_is_empty() -> None:
    assert to_markdown(Document()) == ""
