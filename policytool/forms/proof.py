"""Everything that proves one notice, as files that anyone can check by hand."""

from __future__ import annotations

from collections.abc import Iterator

from policytool.archive.archive import Archive
from policytool.archive.record import fingerprint
from policytool.forms.approved import Approved, path_of, text
from policytool.forms.report import report
from policytool.forms.words import named
from policytool.release.proof import SUMS
from policytool.release.proof_readme import STAMP_CHECK
from policytool.release.stamps import stamped


def proof(archive: Archive, one: Approved, controller: str) -> dict[str, bytes]:
    """File name → bytes: the same for the same notice, whenever it is made. Raises ArchiveError for a missing text."""
    files = {f"texts/{language}.md": text(archive, one.approval, language) for language in one.languages}
    files["record.json"] = archive.shelf.bytes(path_of(archive, one.policy, one.id))
    for act, there in (("published", one.publication), ("withdrawn", one.withdrawal)):
        if there is not None:
            files[f"{act}.json"] = archive.shelf.bytes(path_of(archive, one.policy, one.id, act))
    if (stamp := stamped(archive, one.policy, one.id)) is not None:
        files["timestamp.tsr"] = stamp
    start = f"{archive.shelf.folder_of(one.policy)}/{one.id}.notice-"
    for path in sorted(archive.shelf.files):
        if path.startswith(start):
            files[f"statements/{path.removeprefix(start)}"] = archive.shelf.bytes(path)
    if one.kind == "incident":
        files["report.html"] = report(one, controller)
    files["README.md"] = _readme(archive, one, sorted(files)).encode()
    sums = "".join(f"{fingerprint(files[name])}  {name}\n" for name in sorted(files))
    return {**dict(sorted(files.items())), SUMS: sums.encode()}


_ABOUT = {
    "record.json": "who approved exactly these texts, when and why",
    "published.json": "who decided on a public notice, and why telling people one by one was impracticable",
    "withdrawn.json": "who withdrew the notice, when and why",
    "timestamp.tsr": "the time stamp of `record.json`",
    "report.html": "the regulator's copy",
}


def _readme(archive: Archive, one: Approved, names: list[str]) -> str:
    act = one.approval
    return "\n".join(
        [
            f"# Proof of {one.policy} {one.id}",
            "",
            f"{named(one.kind, 'en')}, approved on {act.when.isoformat()}, under version {act.version} of the policy.",
            "",
            "## What is here",
            "",
            *(f"- `{name}`: {_about(name)}" for name in names),
            "",
            "## How to check it",
            "",
            f"    sha256sum --check {SUMS}",
            *_texts(one),
            *([STAMP_CHECK] if "timestamp.tsr" in names else []),
            "",
            f"The SHA-256 of `record.json` is `{one.sha256}`. In a clone of the repository:",
            "",
            f"    git show HEAD:{path_of(archive, one.policy, one.id)} | sha256sum",
            f"    git log --oneline -- {path_of(archive, one.policy, one.id)}",
            "",
            "The first prints the same SHA-256; the second lists one commit only, that of the approval.",
            f"`previous` in `record.json` is the SHA-256 of the last file about the notice before: `{act.previous}`.",
            "",
        ]
    )


def _about(name: str) -> str:
    if name.startswith("statements/"):
        return "what became of a campaign: how many were told, and how many were not"
    return _ABOUT.get(name, "the text, byte for byte")


def _texts(one: Approved) -> Iterator[str]:
    for language, entry in one.approval.texts.items():
        yield f"    sha256sum texts/{language}.md                      # {entry.sha256}"
        yield f"    git hash-object --no-filters texts/{language}.md   # {entry.blob}"
