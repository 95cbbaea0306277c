"""The settings: [tool.policytool] in pyproject.toml, or policytool.toml, searched upwards from a folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from policytool.errors import SettingsError

_COLOUR = r"^(#[0-9a-fA-F]{6})?$"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SiteSettings(_Part):
    """The policy website."""

    name: str = "Privacy policies"
    url: str = ""
    """Address under which the site is published, with https://; feeds and e-mails need it for full links."""
    logo: str = ""
    """A picture among the policies' files, such as "pictures/logo.svg"."""
    footer: str = ""
    accent: str = Field(default="", pattern=_COLOUR)
    """Colour of links and buttons, such as "#1a4b8c"."""
    accent_dark: str = Field(default="", pattern=_COLOUR)
    """The same on a dark screen; without it a lighter one of the same hue."""


_Days = Annotated[int, Field(ge=0, le=3650)]
_Kind = Literal["processing", "organisation", "recipients", "rights", "contact", "risk", "other"]


class LawSettings(_Part):
    """A rule from outside that names the days between posting and effect."""

    significant: _Days = 0
    minor: _Days = 0
    source: str = Field(default="", max_length=200)
    """What rule it is: law, article, undertaking; stands in the refusal."""


class ReleaseSettings(_Part):
    """Days between posting a version and its taking effect, where the policy promises no longer time; signed tags."""

    lead_days_significant: _Days = 30
    lead_days_minor: _Days = 1
    lead_days_kinds: dict[_Kind, _Days] = Field(default={})
    """Longer ones for significant revisions, by the criteria that they meet."""
    jurisdictions: tuple[str, ...] = ()
    """Names of packaged rules that bind the project too."""
    law: dict[str, LawSettings] = Field(default={})
    """Rules of its own, by name."""
    timestamp_url: str = ""
    """Address of an authority for time stamps (RFC 3161); releases ask it, and finish without an answer too."""
    timestamp_roots: str = ""
    """File with the root certificates, in PEM, up to which time stamps are checked."""
    sign_tags: bool = False
    """Sign each release's tag with the key that git is set up with, GPG or SSH."""


class SmtpSettings(_Part):
    """The mail server that takes the notices."""

    host: str = "localhost"
    port: int = Field(default=25, ge=1, le=65535)
    security: Literal["none", "starttls", "tls"] = "none"
    user: str = ""
    password_env: str = ""
    """Name of the environment variable that holds the password; passwords do not belong into a file under git."""
    timeout: float = Field(default=30.0, gt=0)
    connections: int = Field(default=1, ge=1, le=50)
    """Connections at a time; check how many the server allows."""
    return_path: str = ""
    """Where undeliverable messages come back to; `{delivery}` in it tells whose message it was."""


class DkimSettings(_Part):
    """With which key mail to the mail server is signed."""

    domain: str = ""
    """The domain that signs; empty for no signature."""
    selector: str = "policytool"
    """Under which name the public key stands in the domain's DNS."""
    key_file: str = ".policytool/dkim.pem"
    """The private RSA key in PEM; a relative path starts at the settings' folder."""


ColumnName = Literal["email", "phone", "postal", "key", "name", "language", "region", "accepted"]
"""What a list of recipients may say of a person."""


AudienceName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]


class AudienceSettings(_Part):
    """A list of recipients with a name: a file, or a SELECT in a database."""

    file: str = ""
    """A CSV file; a relative path starts at the settings' folder."""
    url: str = ""
    """The database, as SQLAlchemy writes its address, without a password."""
    password_env: str = ""
    """Name of the environment variable that holds the database's password."""
    query: str = ""
    """The SELECT, or the name of a file that holds it and ends with .sql."""
    columns: dict[ColumnName, str] = Field(default={})
    """Column → the heading that stands for it, where the usual ones do not fit."""

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.file) == bool(self.url) or bool(self.url) != bool(self.query):
            raise ValueError("name either a `file`, or a `url` and a `query`")
        return self


class LimitSettings(_Part):
    """How fast, and when, one channel may send."""

    per_minute: int = Field(default=0, ge=0, le=10_000_000)
    """Messages a minute, all programs that send together; 0 sets no limit."""
    quiet: str = Field(default="", pattern=r"^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$")
    """Hours in which nothing is sent, such as "21:00-08:00"."""


class SendgridSettings(_Part):
    """Mail through SendGrid."""

    key_env: str = "SENDGRID_API_KEY"
    """Name of the environment variable that holds the key."""
    api: str = "https://api.sendgrid.com"
    """https://api.eu.sendgrid.com for accounts in the European Union."""
    timeout: float = Field(default=30.0, gt=0)


class SmsSettings(_Part):
    """Text messages, through Twilio."""

    account: str = ""
    """The account's SID, which begins with AC."""
    token_env: str = "TWILIO_AUTH_TOKEN"  # noqa: S105 - a name, not a secret
    """Name of the environment variable that holds the account's secret."""
    sender: str = ""
    """A phone number, a name, or the SID of a messaging service."""
    link: str = ""
    """Short address that leads to the changes; `{policy}`, `{version}` and `{language}` stand for theirs."""
    most_segments: int = Field(default=3, ge=1, le=10)
    status_callback: str = ""
    """Address that Twilio reports deliveries to."""
    api: str = "https://api.twilio.com"
    timeout: float = Field(default=10.0, gt=0)
    connections: int = Field(default=4, ge=1, le=50)


class WebhookSettings(_Part):
    """Notices to a program of the company's own."""

    url: str = ""
    """Address that gets one signed request a person, with https://."""
    secret_env: str = "POLICYTOOL_WEBHOOK_SECRET"  # noqa: S105 - a name, not a secret
    """Name of the environment variable that holds the shared secret, which begins with whsec_."""
    timeout: float = Field(default=10.0, gt=0)
    connections: int = Field(default=4, ge=1, le=50)


class NoticeSettings(_Part):
    """Who writes to the users, and how."""

    sender: str = "Privacy team <privacy@localhost>"
    reply_to: str = ""
    settings_url: str = ""
    """Page on which people choose how they are told; mail programs then show it as List-Unsubscribe."""
    channels: tuple[str, ...] = ("website", "smtp")
    """What a significant revision plans; a minor one plans the website notice alone."""
    approval: Literal["none", "named", "second-person"] = "none"
    """Who has to approve a campaign before it is sent: nobody, a named person, or one who did not plan it."""
    audiences: dict[AudienceName, AudienceSettings] = Field(default={})
    """Lists of recipients by the name under which they are planned."""
    limits: dict[str, LimitSettings] = Field(default={})
    """By name of the channel."""
    consents: str = ""
    """The list of who agreed to which version: a CSV file, or the name of one of the audiences."""
    timezone: str = ""
    """Whose clock tells the quiet hours, such as "Asia/Shanghai"; empty for this computer's."""
    outbox: str = "outbox"
    paper: str = "paper"
    """Folder for letters and lists of calls, one folder a campaign in it."""
    templates: str = "notice_templates"
    """Folder with templates that replace the packaged ones, where present."""
    smtp: SmtpSettings = SmtpSettings()
    dkim: DkimSettings = DkimSettings()
    sendgrid: SendgridSettings = SendgridSettings()
    sms: SmsSettings = SmsSettings()
    webhook: WebhookSettings = WebhookSettings()
    other: dict[str, dict[str, str | int | float | bool]] = Field(default={})
    """What channels of other packages want to know, by name of the channel."""


class EventSettings(_Part):
    """The small web server that providers report deliveries to."""

    host: str = "127.0.0.1"
    port: int = Field(default=8025, ge=1, le=65535)
    url: str = ""
    """Address under which providers reach it, with https://; Twilio signs it."""
    sendgrid_key: str = ""
    """The public key with which SendGrid's reports are verified."""
    fresh: int = Field(default=600, ge=10, le=86_400)
    """Seconds after which a signed report is refused as stale."""
    max_bytes: int = Field(default=2_000_000, ge=1000, le=50_000_000)


class LedgerSettings(_Part):
    """Where deliveries are recorded."""

    url: str = "sqlite:///.policytool/ledger.db"
    """An SQLAlchemy URL; a relative SQLite path starts at the settings' folder."""


class SignificanceSettings(_Part):
    """How revisions are judged."""

    pack: str = "gbt35273"
    """Criteria for a policy without a list of its own."""
    vocabulary: str = "vocabulary"
    """Folder with terms added to the packaged vocabulary, where present."""


class Settings(_Part):
    """All settings, with the folder from which relative paths start."""

    root: Path = Path()
    policies: str = "policy_docs"
    site: SiteSettings = SiteSettings()
    release: ReleaseSettings = ReleaseSettings()
    notices: NoticeSettings = NoticeSettings()
    events: EventSettings = EventSettings()
    ledger: LedgerSettings = LedgerSettings()
    significance: SignificanceSettings = SignificanceSettings()

    @property
    def policies_folder(self) -> Path:
        return self.root / self.policies


def load(start: Path) -> Settings:
    """The settings that hold in folder `start`; defaults with `root=start` where no file says otherwise.

    Raises SettingsError naming file and key.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        for file, keys in (
            (folder / "policytool.toml", ()),
            (folder / "pyproject.toml", ("tool", "policytool")),
        ):
            table = _table(file, keys)
            if table is not None:
                return _settings(file, table)
        if (folder / ".git").exists():
            return Settings(root=folder)
    return Settings(root=start.resolve())


def _table(file: Path, keys: tuple[str, ...]) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    try:
        table: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not valid TOML: {error}", path=file, todo="Correct the file and run again.") from error
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _settings(file: Path, table: dict[str, Any]) -> Settings:
    try:
        return Settings(**{**table, "root": file.parent})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(
            f"{key}: {first['msg']}", path=file, todo="The manual lists every setting: docs/settings.md."
        ) from error
