"""The preview: every message as files, with one page that shows them side by side, and the notice on the website."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from policytool.errors import NoticeError
from policytool.notices.channels.catalogue import Form, described
from policytool.notices.model import View

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light }}
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 24px; color: #20242c; background: #f3f4f6 }}
h2 {{ margin: 0 }} h2 + p {{ margin: 0 0 16px; color: #4a5260 }}
section {{ margin: 0 0 40px }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 12px }}
dt {{ color: #4a5260 }} dd {{ margin: 0 }}
.parts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px }}
h3 {{ margin: 0 0 8px; font-size: 16px }}
iframe, pre {{ box-sizing: border-box; width: 100%; margin: 0; border: 1px solid #767d89; background: #fff }}
iframe {{ height: 900px }} iframe.tip {{ height: 640px }}
pre {{ max-height: 900px; padding: 16px; overflow: auto; white-space: pre-wrap; font-size: 14px }}
</style></head>
<body><main><h1>{title}</h1>
{sections}
</main></body></html>
"""
_SHOWN = (".html", ".txt")
"""What a page can show; the other files lie beside it."""


def write(
    name: str,
    looks: Mapping[str, Mapping[str, Form]],
    languages: Sequence[str],
    folder: Path,
    *,
    tip: Path | None = None,
) -> Path:
    """Write what is called `name`, by channel and language, below `folder`; the page to open. Raises NoticeError.

    `tip`: the page of the built website on which the notice stands.
    """
    target, sections = folder / name, [_tip(tip, folder / name)] if tip else []
    try:
        for channel, forms in looks.items():
            views = {language: forms[language].views() for language in languages}
            sections.append(_section(channel, views))
            place = target / channel if len(looks) > 1 else target
            place.mkdir(parents=True, exist_ok=True)
            for language, view in ((language, view) for language, some in views.items() for view in some):
                (place / f"{language}{view.suffix}").write_bytes(view.content)
        page = target / "index.html"
        page.write_text(_PAGE.format(title=escape(name), sections="".join(sections)), encoding="utf-8")
    except OSError as error:
        raise NoticeError(f"the preview cannot be written: {error.strerror}", path=target) from error
    return page


def _section(channel: str, views: Mapping[str, Sequence[View]]) -> str:
    shown = [_part(view, language) for language, some in views.items() for view in some if view.suffix in _SHOWN]
    head = f"<h2>{escape(channel)}</h2><p>{escape(described(channel).about)}</p>"
    return f'<section>{head}\n<div class="parts">{"".join(shown)}</div></section>\n'


def _tip(page: Path, target: Path) -> str:
    """The website as it is built, within the preview."""
    head = f"<h2>website</h2><p>{escape(described('website').about)}</p>"
    address = escape(quote(os.path.relpath(page.resolve(), target.resolve()).replace(os.sep, "/")))
    # Only as the same origin may the page load its own style; scripts stay off.
    frame = f'<iframe class="tip" title="website" sandbox="allow-same-origin" src="{address}"></iframe>'
    return f"<section>{head}\n{frame}</section>\n"


def _part(view: View, language: str) -> str:
    content, title = escape(view.content.decode("utf-8")), f"{escape(view.title)} ({escape(language)})"
    about = "".join(f"<dt>{escape(what)}</dt><dd>{escape(value)}</dd>" for what, value in view.about)
    head = f"<h3>{title}</h3>" + (f"<dl>{about}</dl>" if about else "")
    if view.suffix == ".html":
        body = f'<iframe title="{title}" sandbox srcdoc="{content}"></iframe>'
    else:
        body = f'<pre tabindex="0">{content}</pre>'
    return f'<div lang="{escape(language)}">{head}{body}</div>\n'
