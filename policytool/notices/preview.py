"""The preview: every message as files, with one page that shows them side by side."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from pathlib import Path

from policytool.errors import NoticeError
from policytool.notices.mail import Template

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 24px; color: #20242c; background: #f3f4f6 }}
section {{ margin: 0 0 40px }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 12px }}
dt {{ color: #4a5260 }} dd {{ margin: 0 }}
.parts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px }}
iframe, pre {{ box-sizing: border-box; width: 100%; height: 900px; margin: 0 }}
iframe, pre {{ border: 1px solid #767d89; background: #fff }}
pre {{ padding: 16px; overflow: auto; white-space: pre-wrap; font-size: 14px }}
</style></head>
<body><main><h1>{title}</h1>
{sections}
</main></body></html>
"""
_SECTION = """\
<section lang="{language}"><h2>{language}</h2>
<dl><dt>From</dt><dd>{sender}</dd><dt>Subject</dt><dd>{subject}</dd></dl>
<div class="parts">
<iframe title="HTML ({language})" sandbox srcdoc="{html}"></iframe>
<pre tabindex="0">{text}</pre>
</div></section>
"""


def write(name: str, messages: dict[str, bytes], folder: Path) -> Path:
    """Write the preview of what is called `name` below `folder`; the page to open. Raises NoticeError."""
    target = folder / name
    sections = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for language, built in messages.items():
            content = Template.cut(built).addressed(
                address="name@recipient.example", name="", delivery=f"{name}-preview"
            )
            (target / f"{language}.eml").write_bytes(content)
            message = message_from_bytes(content, policy=policy.default)
            html, text = _body(message, "html"), _body(message, "plain")
            (target / f"{language}.html").write_text(html, encoding="utf-8")
            (target / f"{language}.txt").write_text(text, encoding="utf-8")
            sections.append(_section(language, message, html, text))
        page = target / "index.html"
        page.write_text(_PAGE.format(title=escape(name), sections="".join(sections)), encoding="utf-8")
    except OSError as error:
        raise NoticeError(f"the preview cannot be written: {error.strerror}", path=target) from error
    return page


def _section(language: str, message: EmailMessage, html: str, text: str) -> str:
    return _SECTION.format(
        language=escape(language),
        sender=escape(str(message["From"])),
        subject=escape(str(message["Subject"])),
        html=escape(html),
        text=escape(text),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")
