"""The promises that the sample policy makes about its own revisions, P1 to P12, at least one test each.

Every test has two halves: the promise is kept by what the product does, and the same eyes see when it is broken. How
the notices of P5 to P8 (affiliates, a new holder, incidents, the end of the service) reach people, test_forms_campaigns
shows; here stands that none goes out which would break its promise.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from policytool.archive.open import open_archive
from policytool.archive.record import ConsentPlan
from policytool.cli.main import run
from policytool.errors import ReleaseRefused
from policytool.notices import compose
from policytool.release.check import check
from policytool.website.build import build
from tests.forms_desk import DAYS, Desk, in_days, in_force, lawyer
from tests.repositories import Project, make_project

__all__ = ["in_force", "lawyer"]

SAMPLE = Path(__file__).parents[2] / "policy_docs" / "privacy-policy.md"
SITE = "https://policies.milbas.example/"
SETTINGS = f"""\
[site]
name = "Milbas policies"
url = "{SITE}"
[notices]
sender = "Milbas <privacy@milbas.example>"
channels = ["website", "outbox"]
"""
MKDOCS = "site_name: Milbas policies\ndocs_dir: policy_docs\ntheme: policytool\nplugins: [policytool]\n"
PEOPLE = "id,email,name,language\nc1,ann@shop.example,Ann,en\nc2,bo@shop.example,Bo,en\n"

BANNER = "section.notice[role=region]"

DAY = datetime.datetime.now().astimezone().date()
FIRST, MINOR = DAY - datetime.timedelta(90), DAY - datetime.timedelta(10)
IN_FORCE = DAY + datetime.timedelta(30)
REWORDED = ("such as ticking a box on a form", "for example by ticking a box on a form")
PROFILE = "We use the profile to recommend goods to you and to improve what we offer."
NEW_PURPOSE = (PROFILE, f"{PROFILE} We also use it to advertise for other companies.")
LESS = ("You can delete cookies, or block them, in the settings of your browser.", "Cookies cannot be switched off.")
ASKED = ConsentPlan(asked="every customer with an account", until=IN_FORCE)
NOBODY = ConsentPlan(waived="It seemed too much trouble")


def sample() -> str:
    """The sample policy as a first draft: without the number and dates of its releases."""
    text = SAMPLE.read_text(encoding="utf-8")
    return re.sub(r"^(version|published|effective|summary): .*\n", "", text, flags=re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Story:
    """1.0, the minor 1.1, and the significant 2.0, which was posted today and takes effect in thirty days."""

    project: Project

    def site(self, day: datetime.date, name: str = "site") -> Path:
        return build(self.project.settings, site_dir=self.project.root.parent / f"{name}-{day}", today=day)

    def binding(self, agreed: str, day: datetime.date) -> str:
        """The version that binds somebody who agreed to `agreed` and to nothing since."""
        with open_archive(self.project.settings) as archive:
            return str(archive.binding("privacy-policy", day, agreed).number)


def fresh(root: Path) -> Project:
    project = make_project(root, policy=sample(), settings=SETTINGS)
    (root / "mkdocs.yml").write_text(MKDOCS)
    (root / "people.csv").write_text(PEOPLE)
    (root / ".gitignore").write_text(".policytool/\noutbox/\n.cache/\n")
    project.commit()
    return project


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    project = fresh(tmp_path_factory.mktemp("promises") / "milbas")
    project.release(today=FIRST)
    project.release(REWORDED, today=MINOR)
    project.release(NEW_PURPOSE, today=DAY, consent=ASKED)
    return Story(project=project)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The same policy with its first version alone."""
    made = fresh(tmp_path / "milbas")
    made.release(today=FIRST)
    return made


def broken(kept: Callable[[], None]) -> None:
    """The eyes that saw the promise kept see it broken."""
    with pytest.raises(AssertionError):
        kept()


def page(site: Path, address: str = "") -> str:
    return " ".join(BeautifulSoup((site / address / "index.html").read_bytes(), "html.parser").get_text().split())


def effective(project: Project, number: str) -> datetime.date:
    record = json.loads((project.root / f"policy_docs/releases/privacy-policy/{number}.json").read_bytes())
    return datetime.date.fromisoformat(record["effective"])


# P1: revised by posting on the website, and effective then and not before


def p1(site: Path, number: str, words: str, day: datetime.date) -> None:
    """From `day` on the website shows the revised text as the one in force, and keeps it under its number."""
    assert words in page(site, "privacy-policy")
    assert words in page(site, f"privacy-policy/{number}")
    versions = json.loads((site / "versions.json").read_bytes())
    [listed] = [v for v in versions["policies"][0]["versions"] if v["version"] == number]
    assert listed["published"] <= listed["effective"] <= day.isoformat()


def test_p1_a_revision_is_posted_on_the_website_and_applies_from_then(told: Story) -> None:
    day = effective(told.project, "1.1")
    p1(told.site(day), "1.1", REWORDED[1], day)
    before = day - datetime.timedelta(1)
    broken(lambda: p1(told.site(before), "1.1", REWORDED[1], before))
    unposted = told.site(day, "unposted")
    shutil.rmtree(unposted / "privacy-policy" / "1.1")
    with pytest.raises(FileNotFoundError):
        p1(unposted, "1.1", REWORDED[1], day)


def test_p1_nothing_takes_effect_before_it_is_posted(project: Project) -> None:
    with pytest.raises(ReleaseRefused, match="before it is published"):
        project.release(REWORDED, today=DAY, effective=DAY - datetime.timedelta(1))
    with pytest.raises(ReleaseRefused, match="before it is published"):
        project.release(today=DAY, effective=DAY - datetime.timedelta(1), emergency="A court order")


# P2: who looks at the website finds every revision


def p2(site: Path, numbers: list[str]) -> None:
    """A list of versions, linked from the first page, and a feed, with every version in both."""
    assert "versions/" in (site / "index.html").read_text()
    listed = page(site, "privacy-policy/versions")
    feed = BeautifulSoup((site / "privacy-policy" / "feed.xml").read_bytes(), "xml")
    entries = " ".join(link["href"] for link in feed.select("entry > link"))
    for number in numbers:
        assert number in listed
        assert f"/privacy-policy/{number}/" in entries


def test_p2_every_revision_is_found_by_list_and_by_feed(told: Story) -> None:
    p2(told.site(DAY), ["1.0", "1.1", "2.0"])
    lost = told.site(DAY, "lost")
    feed = lost / "privacy-policy" / "feed.xml"
    whole = feed.read_text()
    feed.write_text(re.sub(r"<entry[^>]*>(?:(?!</entry>).)*/privacy-policy/1\.1/.*?</entry>", "", whole, flags=re.S))
    broken(lambda: p2(lost, ["1.0", "1.1", "2.0"]))


# P3 and P10: new purposes and fewer rights bind nobody who has not agreed


def bound_only_by_consent(story: Story, number: str) -> None:
    """Long after its day `number` binds who agreed to it, and not who agreed to 1.0 and has been silent since."""
    later = effective(story.project, number) + datetime.timedelta(365)
    assert story.binding("1.0", later) != number
    assert story.binding(number, later) == number


def test_p3_a_new_purpose_waits_for_an_active_choice(told: Story, project: Project) -> None:
    bound_only_by_consent(told, "2.0")
    project.edit(NEW_PURPOSE)
    with open_archive(project.settings) as archive:
        found = check(archive, project.settings, "privacy-policy", DAY).problems
    [demand] = [problem for problem in found if problem.rule == "consent"]
    assert "leaves users with less" in demand.message
    assert unplanned(project) == 1, "a release without a plan is refused"
    project.release(today=DAY, consent=NOBODY)
    broken(lambda: bound_only_by_consent(Story(project=project), "2.0"))


def test_p10_rights_are_not_reduced_without_consent(project: Project, tmp_path: Path) -> None:
    project.edit(LESS)
    with open_archive(project.settings) as archive:
        said = [str(problem) for problem in check(archive, project.settings, "privacy-policy", DAY).problems]
    assert any("We do not reduce the rights that you have under this policy" in words for words in said)
    assert unplanned(project) == 1, "a release without a plan is refused"
    other = Project(root=tmp_path / "other")
    shutil.copytree(project.root, other.root)
    project.release(today=DAY, consent=ASKED)
    bound_only_by_consent(Story(project=project), "2.0")
    other.release(today=DAY, consent=NOBODY)
    broken(lambda: bound_only_by_consent(Story(project=other), "2.0"))


def unplanned(project: Project) -> int:
    """The exit code of a release that plans nothing; nothing may be written."""
    head = project.git("rev-parse", "HEAD")
    here = pytest.MonkeyPatch()
    here.chdir(project.root)
    try:
        return run(["release", "--sign-off", "Ada Lawyer <ada@milbas.example>"])
    finally:
        here.undo()
        assert project.git("rev-parse", "HEAD") == head


# P4 and P11: the notices


@pytest.fixture(scope="module")
def mails(told: Story) -> list[EmailMessage]:
    """What the users got about 2.0."""
    here = pytest.MonkeyPatch()
    here.chdir(told.project.root)
    try:
        assert run(["notify", "plan", "--version", "2.0", "--audience", "people.csv", "--channel", "outbox"]) == 0
        assert run(["notify", "send", "1", "--yes"]) == 0
    finally:
        here.undo()
    return sent(told.project)


def sent(project: Project) -> list[EmailMessage]:
    files = sorted((project.root / "outbox").rglob("*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def p4(mail: EmailMessage) -> None:
    """Nothing in the message tells anybody whether it was opened or a link followed."""
    html, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert html is not None
    assert text is not None
    page = BeautifulSoup(html.get_content(), "html.parser")
    assert not page.find_all(["img", "script", "iframe", "object", "link", "video", "audio"])
    assert "url(" not in html.get_content()
    links = {str(a["href"]) for a in page.find_all("a", href=True)} | set(
        re.findall(r"https?://\S+", text.get_content())
    )
    assert links
    for link in links:
        assert link.startswith((SITE, "mailto:privacy@milbas.example"))
        assert "?" not in link


def test_p4_notices_track_nobody(mails: list[EmailMessage], told: Story, tmp_path: Path) -> None:
    for mail in mails:
        p4(mail)
    pixel = message_from_bytes(mails[0].as_bytes(), policy=policy.default)
    html = pixel.get_body(("html",))
    assert isinstance(html, EmailMessage)
    html.set_content(html.get_content() + '<img src="https://count.example/1.gif">', subtype="html")
    broken(lambda: p4(pixel))
    other = Project(root=tmp_path / "other")
    shutil.copytree(told.project.root, other.root, ignore=shutil.ignore_patterns("outbox", ".policytool"))
    packaged = Path(compose.__file__).with_name("templates") / "mail.en.html.j2"
    (other.root / "notice_templates").mkdir()
    spied = packaged.read_text().replace(
        "{{ greeting }}", '{{ greeting }}<img src="https://count.example/1.gif" alt="">'
    )
    (other.root / "notice_templates" / packaged.name).write_text(spied)
    here = pytest.MonkeyPatch()
    here.chdir(other.root)
    try:
        plan = ["notify", "plan", "--version", "2.0", "--audience", "people.csv", "--channel", "outbox"]
        assert run(plan) == 1, "a template with a pixel is refused"
    finally:
        here.undo()


def p11(mails: list[EmailMessage], site: Path) -> None:
    """Everybody gets a message that quotes the change; a special notice stands on every page."""
    assert {mail["To"].addresses[0].addr_spec for mail in mails} == {"ann@shop.example", "bo@shop.example"}
    for mail in mails:
        for kind in ("plain", "html"):
            body = mail.get_body((kind,))
            assert body is not None
            said = " ".join(BeautifulSoup(body.get_content(), "html.parser").get_text().split())
            assert "to advertise for other companies" in said
            assert f"{IN_FORCE.day} {IN_FORCE:%B %Y}" in said
    for address in ("", "privacy-policy"):
        banners = BeautifulSoup((site / address / "index.html").read_bytes(), "html.parser").select(BANNER)
        assert any(f"{IN_FORCE.day} {IN_FORCE:%B %Y}" in " ".join(banner.get_text().split()) for banner in banners)


def test_p11_significant_changes_are_explained_one_by_one(
    mails: list[EmailMessage], told: Story, project: Project, tmp_path: Path
) -> None:
    p11(mails, told.site(DAY))
    broken(lambda: p11([], told.site(DAY)))
    broken(lambda: p11(mails, Story(project=project).site(DAY)))
    silent = fresh(tmp_path / "silent")
    (silent.root / "policytool.toml").write_text(SETTINGS.replace('"website", "outbox"', ""))
    silent.edit(("for example by e-mail, by text message or by a special notice on our pages", "by e-mail"))
    with open_archive(silent.settings) as archive:
        [said] = check(archive, silent.settings, "privacy-policy", DAY).problems
    assert (said.rule, said.path) == ("promise", "policy_docs/privacy-policy.md")
    assert "without e-mail, which is promised" in said.message


# P5 to P8: notices that are not of a version


def refused(lawyer: Desk, kind: str, message: str, **changes: str) -> None:
    """The form as it should be lacks nothing; changed like this it is not approved, and nobody can be told."""
    lawyer.write(f"{kind}-1")
    lawyer(f"notice check {kind}-1")
    lawyer.write(f"{kind}-1", **changes)
    lawyer(f"notice approve {kind}-1 --reason 'It will do' --by 'Ada Lawyer <ada@shop.example>'", code=1)
    assert message in " ".join(lawyer.err.split())
    lawyer(f"notify plan --notice {kind}-1 --audience people.csv --channel outbox", code=2)


def test_p5_an_affiliate_with_another_purpose_needs_authorisation_anew(lawyer: Desk) -> None:
    refused(lawyer, "affiliate", "is not one of", silent="silence is consent")
    refused(lawyer, "affiliate", "before the last answers", begins=str(in_days(30)))
    refused(lawyer, "affiliate", "agree_at", agree_at="")


def test_p6_a_new_holder_stays_bound_or_asks_anew(lawyer: Desk) -> None:
    refused(lawyer, "transfer", "is not one of", promise="has a policy of its own")
    refused(lawyer, "transfer", "asks anew, but agree_at is empty", promise="asks anew")


@pytest.mark.parametrize("section", ["what-happened", "impact", "measures", "protect", "remedies"])
def test_p7_an_incident_is_told_with_everything_that_was_promised(lawyer: Desk, section: str) -> None:
    lawyer.write("incident-1")
    lawyer("notice check incident-1")
    form = lawyer.form("incident-1")
    whole = form.read_text(encoding="utf-8")
    form.write_text(re.sub(rf"## {section} .*?(?=\n## |\Z)", "", whole, flags=re.S), encoding="utf-8")
    lawyer("notice approve incident-1 --reason 'It will do' --by 'Ada Lawyer <ada@shop.example>'", code=1)
    assert "is missing" in lawyer.err


def test_p7_the_regulator_is_told_too(lawyer: Desk) -> None:
    refused(lawyer, "incident", "no reason is given", authorities="\n  - name: Data Office")


def test_p8_the_end_of_the_service_is_told_in_time_and_says_what_becomes_of_the_data(lawyer: Desk) -> None:
    refused(lawyer, "termination", f"but {DAYS} are promised", ends=str(in_days(DAYS - 1)))
    refused(lawyer, "termination", "is not one of", data="kept")


# P9: the updated text and a notice, before it takes effect


def p9(site: Path, number: str, day: datetime.date, effective: datetime.date) -> None:
    """While `day` is before `effective`, the new text is on the website and every page says that it comes."""
    assert day < effective
    assert "Upcoming" in page(site, f"privacy-policy/{number}") or "upcoming" in page(site, f"privacy-policy/{number}")
    notices = json.loads((site / "notices.json").read_bytes())["notices"]
    assert [(notice["version"], notice["effective"]) for notice in notices] == [(number, effective.isoformat())]
    assert BeautifulSoup((site / "privacy-policy" / "index.html").read_bytes(), "html.parser").select(BANNER)


def test_p9_the_new_text_and_a_notice_stand_on_the_website_before_effect(told: Story, project: Project) -> None:
    p9(told.site(DAY), "2.0", DAY, IN_FORCE)
    with pytest.raises((AssertionError, FileNotFoundError)):
        p9(Story(project=project).site(DAY), "2.0", DAY, IN_FORCE)
    broken(lambda: p9(told.site(IN_FORCE), "2.0", IN_FORCE, IN_FORCE))
    with pytest.raises(ReleaseRefused, match="Before a revision takes effect, we put the updated version"):
        project.release(REWORDED, today=DAY, effective=DAY)


# P12: what counts as significant


MEETS = {
    "processing": ("the amount to pay. Together", "the amount to pay. We also collect your date of birth. Together"),
    "organisation": ("Milbas Trading Co., Ltd.", "Harbour Retail Holding Ltd."),
    "recipients": ("   - (c) payment providers;", "   - (c) payment providers;\n   - (e) advertising networks;"),
    "rights": (
        "You can delete cookies, or block them, in the settings of your browser.",
        "Cookies cannot be switched off.",
    ),
    "contact": ("complaints@milbas.example", "objections@milbas.example"),
    "risk": ("  risk: low", "  risk: high"),
}


def p12(project: Project, kind: str) -> None:
    """The draft is significant, by the very item of the policy's own list."""
    with open_archive(project.settings) as archive:
        proposal = check(archive, project.settings, "privacy-policy", DAY).proposal
    assert proposal is not None
    assert proposal.assessment is not None
    assert proposal.significance == "significant"
    assert str(proposal.number) == "2.0"
    assert kind in proposal.assessment.kinds
    [criterion] = {f.criterion for f in proposal.assessment.findings if f.criterion.kind == kind}
    assert (criterion.id, criterion.source) == (f"significant-{kind}", "policy")


@pytest.mark.parametrize("kind", MEETS)
def test_p12_each_of_the_six_tests_makes_a_revision_significant(project: Project, kind: str) -> None:
    project.edit(MEETS[kind])
    p12(project, kind)
    project.edit(MEETS[kind][::-1], REWORDED)
    broken(lambda: p12(project, kind))


def test_p12_a_test_that_is_dropped_still_judges_the_revision_that_drops_it(project: Project) -> None:
    text = project.policy.read_text()
    lines: Iterator[str] = (line for line in text.splitlines(keepends=True) if "{#significant-recipients}" not in line)
    project.policy.write_text("".join(lines))
    project.edit(MEETS["recipients"])
    p12(project, "recipients")


def test_every_promise_has_a_test_of_its_own() -> None:
    named = {
        number
        for file in Path(__file__).parent.glob("test_*.py")
        for name in re.findall(r"^def (test_(?:p\d+_)+)", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for number in re.findall(r"p(\d+)_", name)
    }
    assert named == {str(number) for number in range(1, 13)}
