"""A text in one short word, to tell later whether it is still the same."""

from __future__ import annotations

import hashlib

from policytool.text.model import Document
from policytool.text.write import to_markdown

OLD, NEW = "policytool-old", "policytool-new"
"""The properties of a Word document that hold the fingerprints of the two texts that it was made from."""


def fingerprint(document: Document) -> str:
    """SHA-256 of the document's clauses as Markdown; its metadata and its line ends do not count."""
    return hashlib.sha256(to_markdown(document).encode("utf-8", "replace")).hexdigest()
