"""The tables of the ledger. A recipient costs a short row: its key, a keyed hash of its address, its state."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 3
"""Raised when the tables change, together with a new file in `migrations/versions`."""

metadata = MetaData()

about = Table(
    "policytool_ledger",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(200), nullable=False, unique=True),
    Column("policy", String(100), nullable=False),
    Column("version", String(20), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("significance", String(20), nullable=False),
    Column("effective", String(10), nullable=False),
    Column("record_sha256", String(64), nullable=False),
    Column("audience_path", Text, nullable=False),
    Column("audience_sha256", String(64), nullable=False),
    Column("columns", Text, nullable=False),
    Column("repetition", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("total", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("planned", BigInteger, nullable=False),
    Column("held", String(12), nullable=False, server_default=""),
    Column("parent", Integer),
    UniqueConstraint("policy", "version", "channel", "audience_sha256", "repetition"),
)
"""`repetition` is 0 for the first campaign, so two plans at once cannot both be the first;
`columns` says in JSON which headings of the audience were taken for what; `held` is "paused" or "cancelled"
where a person decided so; `parent` is the campaign whose unreached people this one tells."""

contents = Table(
    "contents",
    metadata,
    Column("campaign", Integer, ForeignKey("campaigns.number"), primary_key=True),
    Column("language", String(40), primary_key=True),
    Column("position", SmallInteger, nullable=False),
    Column("recipients", Integer, nullable=False),
    Column("message", LargeBinary, nullable=False),
)
"""What is sent, frozen when the campaign is planned."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("campaign", Integer, ForeignKey("campaigns.number"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("recipient", Text, nullable=False),
    Column("address", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("entries", SmallInteger, nullable=False),
    Column("runner", Integer),
    sqlite_with_rowid=False,
)
"""`number` is the line of the recipient in the audience's file; `address` a keyed hash;
`entries` counts its rows in `attempts`."""

attempts = Table(
    "attempts",
    metadata,
    Column("campaign", Integer, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("serial", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("source", String(80), nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Every answer and decision on a delivery, in order, with its source."""

runners = Table(
    "runners",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("campaign", Integer, ForeignKey("campaigns.number"), nullable=False),
    Column("host", String(200), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("heartbeat", BigInteger, nullable=False),
    Column("ended", BigInteger),
    Column("sent", Integer, nullable=False, server_default="0"),
)
"""Who is or was sending. `heartbeat` is told by the database's clock; `sent` counts deliveries with an answer."""

suppressions = Table(
    "suppressions",
    metadata,
    Column("address", LargeBinary, primary_key=True),
    Column("channel", String(40), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Addresses, as keyed hashes, that no campaign writes to: by one channel, or by none where `channel` is empty."""

steps = Table(
    "steps",
    metadata,
    Column("campaign", Integer, ForeignKey("campaigns.number"), primary_key=True),
    Column("serial", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("step", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(320), nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""What people decided about a campaign, in order: planned, approved, tested, paused, and so on."""

events = Table(
    "events",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("provider", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("campaign", Integer),
    Column("number", Integer),
    Column("moved", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What providers reported, each once: `id` is theirs; `campaign` is empty where the delivery is not ours;
`moved` is 1 where the report changed the delivery's state."""

rates = Table(
    "rates",
    metadata,
    Column("channel", String(40), primary_key=True),
    Column("ready", BigInteger, nullable=False),
)
"""For channels with a limit: the millisecond of the database's clock from which the next message may leave."""
