"""A redline's page as PDF, in its print style: insertions underlined, deletions struck."""

from __future__ import annotations

from typing import Any

from policytool.errors import PolicytoolError

try:
    import weasyprint
except (ImportError, OSError) as error:  # pragma: no cover - depends on what is installed
    raise PolicytoolError("PDF needs the extra `pdf`", todo="Install it: pip install 'policytool[pdf]'") from error


def write(page: str) -> bytes:
    """The bytes of a PDF of `page` (redline.html.page). Nothing is fetched from anywhere."""
    document: Any = weasyprint.HTML(string=page, url_fetcher=_refused)
    found: bytes = document.write_pdf()
    return found


def _refused(address: str, *_: object, **__: object) -> Any:
    raise ValueError(f"a redline loads nothing: {address}")
