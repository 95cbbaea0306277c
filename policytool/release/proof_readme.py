"""The page of a proof that says how to check it by hand."""

from __future__ import annotations

from collections.abc import Mapping

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.archive.record import fingerprint
from policytool.release.preconditions import tag_name

_ABOUT = {
    "timestamp.tsr": "the time stamp of `record.json`",
    "record.json": "the record, as it was written at the release",
    "sign-off.txt": "who decided what, when and why, taken out of the record",
    "assessment.txt": "the verdict of the tool and its reasons, for reading",
    "assessment.json": "the same in full",
    "previous/record.json": "the record of the version before",
}
_KINDS = {
    "redline/": "what changed since the version before, for a browser",
    "notice/": "the message of a campaign in one language, before a recipient's name was put in",
    ".signed-": "the sign-off that was given before the release",
    ".withdrawn.": "the withdrawal of this version",
    ".notice-": "the closing statement of a campaign: what became of everybody on its list",
}


def readme(archive: Archive, version: Version, previous: Version | None, files: Mapping[str, bytes]) -> str:
    """How to check each file, without policytool: with git, sha256sum and a text editor."""
    record_path = archive.repository.path(archive.record_path(version.policy, version.number))
    listed = "\n".join(f"- `{name}`: {_about(name)}" for name in sorted(files))
    texts = "\n".join(_text(version, language) for language in version.languages)
    chain = _chain(previous) if previous else "This is the first version: `previous` in `record.json` is `null`."
    return f"""\
# Proof of {version.policy} {version.number}

Published {version.published}, effective {version.effective}, recorded {version.record.recorded.isoformat()},
signed off by {_plain(version.record.sign_off.name)}.

## What is here

{listed}

## 1. The files are whole

    sha256sum --check SHA256SUMS

## 2. The texts are the recorded ones

`record.json` names each text twice, under `texts`: by its SHA-256 and by its git blob id.
Both are made from the bytes alone.

{texts}

## 3. The record is the one that was released

Its SHA-256 is `{version.record_sha256}`. In a clone of the repository:

    git show {tag_name(version.policy, version.number)}:{record_path} | sha256sum
    git log --oneline -- {record_path}

The first prints the same SHA-256; the second lists one commit only, that of the release. If the tag is missing, write
the id of that commit in its place. The version that follows this one names the SHA-256 under `previous` in its record.
{_stamped(files)}
## 4. Nothing was slipped in before

{chain}

## 5. What users were told

{_told(files)}
"""


def _stamped(files: Mapping[str, bytes]) -> str:
    if "timestamp.tsr" not in files:
        return ""
    return f"""
An authority for time stamps (RFC 3161) signed when the record was there. With its root certificate in `roots.pem`:

{STAMP_CHECK}
    openssl ts -reply -in timestamp.tsr -text
"""


STAMP_CHECK = "    openssl ts -verify -data record.json -in timestamp.tsr -CAfile roots.pem"
"""The line that checks a time stamp by hand."""


def _told(files: Mapping[str, bytes]) -> str:
    statements = [name for name in sorted(files) if name.startswith("acts/") and ".notice-" in name]
    messages = [name for name in sorted(files) if name.startswith("notice/")]
    lines = []
    if statements:
        lines.append(
            "Each closing statement counts the people of a frozen list: `deliveries` add up to `total`. It names the\n"
            "record of this version under `record_sha256`, and each message by its SHA-256 under `messages`:\n"
        )
        lines += [f"    grep record_sha256 {name}" for name in statements]
    else:
        lines.append("No campaign about this version has been closed in this repository.")
    if messages:
        lines += ["" if statements else "The messages of its campaigns:\n"]
        lines += [f"    sha256sum {name}   # {fingerprint(files[name])}" for name in messages]
    return "\n".join([*lines, "", "What one person was told, the ledger knows: `policytool proof --recipient KEY`."])


def _text(version: Version, language: str) -> str:
    entry = version.record.texts[language]
    return (
        f"    sha256sum texts/{language}.md                      # {entry.sha256}\n"
        f"    git hash-object --no-filters texts/{language}.md   # {entry.blob}"
    )


def _chain(previous: Version) -> str:
    return (
        f"`previous` in `record.json` is the SHA-256 of the record of {previous.number}:\n\n"
        f"    sha256sum previous/record.json   # {previous.record_sha256}"
    )


def _about(name: str) -> str:
    if name in _ABOUT:
        return _ABOUT[name]
    for start, what in _KINDS.items():
        if start in name:
            return what
    return "the text of the version before" if name.startswith("previous/") else "the text, byte for byte"


def _plain(name: str) -> str:
    """A name that Markdown shows as it is."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>#!|" else character for character in name)
