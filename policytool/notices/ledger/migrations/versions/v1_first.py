"""The first tables: campaigns, contents, deliveries, attempts, runners, suppressions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "policytool_ledger",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.String(200), nullable=False),
    )
    _campaigns()
    _deliveries()
    op.create_table(
        "runners",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("token", sa.String(32), nullable=False, unique=True),
        sa.Column("campaign", sa.Integer, sa.ForeignKey("campaigns.number"), nullable=False),
        sa.Column("host", sa.String(200), nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("heartbeat", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger),
    )
    op.create_table(
        "suppressions",
        sa.Column("address", sa.LargeBinary, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(200), nullable=False, unique=True),
        sa.Column("policy", sa.String(100), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("significance", sa.String(20), nullable=False),
        sa.Column("effective", sa.String(10), nullable=False),
        sa.Column("record_sha256", sa.String(64), nullable=False),
        sa.Column("audience_path", sa.Text, nullable=False),
        sa.Column("audience_sha256", sa.String(64), nullable=False),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("repetition", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("rejected", sa.Integer, nullable=False),
        sa.Column("planned", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("policy", "version", "channel", "audience_sha256", "repetition"),
    )
    op.create_table(
        "contents",
        sa.Column("campaign", sa.Integer, sa.ForeignKey("campaigns.number"), primary_key=True),
        sa.Column("language", sa.String(40), primary_key=True),
        sa.Column("position", sa.SmallInteger, nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False),
        sa.Column("message", sa.LargeBinary, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("campaign", sa.Integer, sa.ForeignKey("campaigns.number"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("address", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("entries", sa.SmallInteger, nullable=False),
        sa.Column("runner", sa.Integer),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attempts",
        sa.Column("campaign", sa.Integer, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("serial", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("source", sa.String(80), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
