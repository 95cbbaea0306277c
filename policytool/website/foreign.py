"""What makes our pages fit into a theme of others, which knows neither our head nor our style sheets."""

from __future__ import annotations

from policytool.website.model import Page

_BY_SCREEN = "@media (prefers-color-scheme: dark) {"
_BY_THEME = ':is([data-md-color-scheme="slate"], [data-bs-theme="dark"]) {'
"""How Material and MkDocs' own theme say that they are dark; others are light, whatever the screen asks for."""


def styles(css: str) -> bytes:
    """A style sheet of ours that is dark where the theme is, not where the screen asks for it."""
    return css.replace(_BY_SCREEN, _BY_THEME).encode()


def with_head(html: str, page: Page) -> str:
    """The whole page `html`, with what `page` says of itself in its head."""
    return html.replace("</head>", page.head + "</head>", 1)
