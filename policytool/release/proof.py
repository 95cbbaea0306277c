"""Everything that proves one version, as files that anyone can check by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.archive.record import fingerprint
from policytool.redline import html
from policytool.redline.compare import compare
from policytool.redline.prove import prove
from policytool.release import decision
from policytool.release import json as values
from policytool.release.proof_readme import readme
from policytool.release.stamps import stamped
from policytool.significance import explain

SUMS = "SHA256SUMS"


def proof(archive: Archive, version: Version, told: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """File name → bytes: the same for the same version and the same release of policytool, whenever it is made.

    Only what is decided later, a withdrawal or the close of a campaign, adds to it. `told` are the messages that users
    got, by the name of their file below `notice/`.
    Raises ArchiveError for a text that is missing or not the recorded one, RedlineError for a redline that would not
    give back both texts.
    """
    previous = _previous(archive, version)
    files = {
        **_version(archive, version, ""),
        **(_version(archive, previous, "previous/") if previous else {}),
        **(_redlines(archive, previous, version) if previous else {}),
        **_decision(version),
        **_acts(archive, version),
        **_stamp(archive, version),
        **(told or {}),
    }
    files["README.md"] = readme(archive, version, previous, files).encode()
    sums = "".join(f"{fingerprint(files[name])}  {name}\n" for name in sorted(files))
    return {**dict(sorted(files.items())), SUMS: sums.encode()}


def _previous(archive: Archive, version: Version) -> Version | None:
    earlier = [other for other in archive.versions(version.policy) if other.number < version.number]
    return earlier[-1] if earlier else None


def _version(archive: Archive, version: Version, folder: str) -> dict[str, bytes]:
    """Record and texts, byte for byte."""
    texts = {f"{folder}texts/{language}.md": archive.source(version, language) for language in version.languages}
    return {f"{folder}record.json": archive.record_bytes(version), **texts}


def _redlines(archive: Archive, old: Version, new: Version) -> dict[str, bytes]:
    """What changed, in each language that both versions have."""
    assessment = new.record.assessment
    verdict = explain.html(assessment) if assessment else ""
    pages = {}
    for language in (language for language in new.languages if language in old.languages):
        redline = compare(archive.document(old, language), archive.document(new, language))
        prove(redline)
        pages[f"redline/{language}.html"] = html.page(redline, assessment_html=verdict).encode()
    return pages


def _decision(version: Version) -> dict[str, bytes]:
    """Verdict and decision, taken out of the record for reading."""
    files = {"sign-off.txt": "".join(f"{line}\n" for line in decision.lines(version)).encode()}
    assessment = version.record.assessment
    if assessment is not None:
        plain = json.dumps(values.assessment(assessment), ensure_ascii=False, indent=2)
        files["assessment.json"] = f"{plain}\n".encode()
        files["assessment.txt"] = "".join(f"{line}\n" for line in explain.lines(assessment)).encode()
    return files


def _acts(archive: Archive, version: Version) -> dict[str, bytes]:
    """What was decided before and after the release, byte for byte: sign-off, withdrawal, closing statements."""
    start = f"{archive.shelf.folder_of(version.policy)}/{version.number}."
    found = {}
    for path in sorted(path for path in archive.shelf.files if path.startswith(start) and path.endswith(".json")):
        what = path.removeprefix(start).removesuffix("json").rstrip(".")
        used = not what.startswith("signed-") or version.record.signed.startswith(what.removeprefix("signed-"))
        if what and used:
            found[f"acts/{version.number}.{what}.json"] = archive.shelf.bytes(path)
    return found


def _stamp(archive: Archive, version: Version) -> dict[str, bytes]:
    found = stamped(archive, version.policy, str(version.number))
    return {"timestamp.tsr": found} if found is not None else {}
