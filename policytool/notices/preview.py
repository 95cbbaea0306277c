"""The preview: every message as files, with one page that shows them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from policytool.errors import NoticeError
from policytool.notices.channels.catalogue import Form
from policytool.notices.model import View

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


def write(name: str, looks: Mapping[str, Mapping[str, Form]], languages: Sequence[str], folder: Path) -> Path:
    """Write what is called `name`, by channel and language, below `folder`; the page to open. Raises NoticeError."""
    target, sections = folder / name, []
    try:
        for channel, forms in looks.items():
            for language in languages:
                views = forms[language].views()
                sections.append(_section(channel, language, views))
                place = target / channel if len(looks) > 1 else target
                place.mkdir(parents=True, exist_ok=True)
                for view in views:
                    (place / f"{language}{view.suffix}").write_bytes(view.content)
        page = target / "index.html"
        page.write_text(_PAGE.format(title=escape(name), sections="".join(sections)), encoding="utf-8")
    except OSError as error:
        raise NoticeError(f"the preview cannot be written: {error.strerror}", path=target) from error
    return page


def _section(channel: str, language: str, views: tuple[View, ...]) -> str:
    about = "".join(f"<dt>{escape(what)}</dt><dd>{escape(value)}</dd>" for view in views for what, value in view.about)
    parts = "\n".join(_part(view, language) for view in views if view.suffix != ".eml")
    heading = escape(f"{channel} · {language}")
    head = f"<h2>{heading}</h2>\n<dl>{about}</dl>"
    return f'<section lang="{escape(language)}">{head}\n<div class="parts">{parts}</div></section>\n'


def _part(view: View, language: str) -> str:
    content = escape(view.content.decode("utf-8"))
    if view.suffix == ".html":
        return f'<iframe title="{escape(view.title)} ({escape(language)})" sandbox srcdoc="{content}"></iframe>'
    return f'<pre tabindex="0">{content}</pre>'
