"""Pages that show a text: the current one, each version at its permanent address, and their translations."""

from __future__ import annotations

from typing import Any

from policytool.archive.model import Version
from policytool.website import addresses, links, sayings, structured
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen


def current(site: Site, policy: Policy, language: str) -> Page:
    """The text that applies today, in `language`; the nearest one where that exists in other languages only."""
    version = policy.current_in(language, site.today)
    assert version is not None
    pen = Pen(site, addresses.text(policy, language), language)
    found = {tag: addresses.text(policy, tag) for tag in policy.languages if policy.current_in(tag, site.today)}
    warnings = [*_lagging(pen, policy, version), *_translation(pen, version, found), *_first(pen, policy, version)]
    return _page(pen, policy, version, found, warnings, current=True)


def permanent(site: Site, policy: Policy, version: Version, language: str) -> Page:
    """One version, at the address that it keeps for good."""
    pen = Pen(site, addresses.version(policy, version.number, language), language)
    found = {tag: addresses.version(policy, version.number, tag) for tag in version.languages}
    warnings = [*_standing(pen, policy, version), *_translation(pen, version, found)]
    return _page(pen, policy, version, found, warnings, current=False)


def _page(
    pen: Pen,
    policy: Policy,
    version: Version,
    found: dict[str, str],
    warnings: list[dict[str, Any]],
    *,
    current: bool,
) -> Page:
    language, view = pen.language, policy.texts[str(version.number), pen.language]
    standing = policy.standing(version, pen.site.today)
    return frame.build(
        pen,
        "text.html",
        _head(pen, policy, version, found, current=current),
        full_notice=current or standing == "upcoming",
        view=view,
        long={"contents": view.contents_html, "html": links.rebase(view.html, pen, relative=view.relative)},
        version=version,
        sha256=version.record.texts[language].sha256,
        warnings=[*warnings, *_consent(pen, policy, version)],
        standing=standing.replace(" ", "_"),
        status=sayings.status(policy, version, pen, tagged=True),
        permanent=addresses.version(policy, version.number, language) if current else None,
        own_address=frame.printed(pen, addresses.version(policy, version.number, language)),
        changes=sayings.changes_address(policy, version, language),
        all_versions=addresses.versions(policy, language),
        clause_history=addresses.history(policy, language) if current else None,
        choices=sayings.choices(version, found, language),
        older=_neighbour(policy, policy.before(version), language),
        newer=_neighbour(policy, policy.after(version), language),
    )


def _head(pen: Pen, policy: Policy, version: Version, found: dict[str, str], *, current: bool) -> frame.Head:
    """A superseded text is not indexed; the permanent copy of the current one leaves that to the current address."""
    site, words, view = pen.site, pen.words, policy.texts[str(version.number), pen.language]
    shown_now = policy.current_in(pen.language, site.today) == version
    status = sayings.status(policy, version, pen).striptags()
    return frame.Head(
        title=view.title if current else words("title_version", title=view.title, version=version.number),
        policy=policy,
        canonical=addresses.text(policy, pen.language) if shown_now else None,
        description=f"{words('number', version=version.number)}. {status}.",
        relations=_relations(policy, version, pen.language),
        alternates=tuple(found.items()),
        data=structured.text_page(site, policy, version, pen.language, pen.address),
        indexed=current or policy.standing(version, site.today) != "superseded",
        modified=frame.last_day(version, site.today),
        contents=view.contents,
    )


def _neighbour(policy: Policy, version: Version | None, language: str) -> dict[str, Any] | None:
    if version is None:
        return None
    return {"number": version.number, "address": sayings.text_address(policy, version, language)}


def _relations(policy: Policy, version: Version, language: str) -> frame.Relations:
    """RFC 5829, which lets programs walk from version to version."""
    before, after = policy.before(version), policy.after(version)
    found = [
        ("latest-version", addresses.text(policy, language)),
        ("version-history", addresses.versions(policy, language)),
    ]
    if before is not None:
        found.append(("predecessor-version", sayings.text_address(policy, before, language)))
    if after is not None:
        found.append(("successor-version", sayings.text_address(policy, after, language)))
    return tuple(found)


def _warning(
    kind: str, text: str, address: str | None = None, link: str = "", since: str | None = None
) -> dict[str, Any]:
    return {"kind": kind, "text": text, "address": address, "link": link, "since": since}


def _since(policy: Policy, version: Version, pen: Pen) -> str | None:
    """Where a superseded version is compared with the current one."""
    current = policy.current(pen.site.today)
    if (str(version.number), pen.language) in policy.distances:
        return addresses.compared(policy, version.number, pen.language)
    if current is not None and policy.before(current) == version:
        return sayings.changes_address(policy, current, pen.language)
    return None


def _consent(pen: Pen, policy: Policy, version: Version) -> list[dict[str, Any]]:
    """Whom the version binds, where that is not everybody."""
    told = sayings.consent(policy, version, pen)
    return [_warning("strong", told)] if told else []


def _standing(pen: Pen, policy: Policy, version: Version) -> list[dict[str, Any]]:
    words, current_address = pen.words, addresses.text(policy, pen.language)
    standing = policy.standing(version, pen.site.today)
    if standing == "superseded":
        since = _since(policy, version, pen)
        return [_warning("strong", words("superseded_note"), current_address, words("superseded_link"), since)]
    if standing == "in force":
        return []
    in_force = policy.in_force(pen.site.today)
    if in_force is None:
        return _first(pen, policy, version)
    note = words("upcoming_note", date=pen.day(version.effective), version=in_force.number)
    return [_warning("strong", note, current_address, words("current_link"))]


def _first(pen: Pen, policy: Policy, version: Version) -> list[dict[str, Any]]:
    if policy.in_force(pen.site.today) is not None:
        return []
    when, date = pen.when(version.effective), pen.day(version.effective)
    return [_warning("strong", pen.words("first_note", when=when, date=date))]


def _translation(pen: Pen, version: Version, found: dict[str, str]) -> list[dict[str, Any]]:
    controlling = version.languages[0]
    if pen.language == controlling:
        return []
    words = pen.words
    name = words.language_name(controlling)
    note = words("translation_note", language=words.language_name(pen.language), controlling=name)
    return [_warning("quiet", note, found.get(controlling), words("translation_link", controlling=name))]


def _lagging(pen: Pen, policy: Policy, shown: Version) -> list[dict[str, Any]]:
    """Said where the text shown is not the one that applies, since that has not been translated."""
    current = policy.current(pen.site.today)
    if current is None or current == shown:
        return []
    words = pen.words
    name = words.language_name(current.languages[0])
    if shown.number > current.number:
        note = words("upcoming_note", date=pen.day(shown.effective), version=current.number)
    else:
        note = words("lagging_note", shown=shown.number, current=current.number)
    target = addresses.version(policy, current.number, current.languages[0])
    return [_warning("strong", note, target, words("lagging_link", current=current.number, controlling=name))]
