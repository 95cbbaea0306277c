"""The life of a campaign: who did what when, what providers reported, limits of the rate, follow-up campaigns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add columns that older rows fill by default, and new tables."""
    op.add_column("campaigns", sa.Column("held", sa.String(12), nullable=False, server_default=""))
    op.add_column("campaigns", sa.Column("parent", sa.Integer))
    op.add_column("runners", sa.Column("sent", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "steps",
        sa.Column("campaign", sa.Integer, sa.ForeignKey("campaigns.number"), primary_key=True),
        sa.Column("serial", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(200), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("campaign", sa.Integer),
        sa.Column("number", sa.Integer),
        sa.Column("moved", sa.SmallInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rates",
        sa.Column("channel", sa.String(40), primary_key=True),
        sa.Column("ready", sa.BigInteger, nullable=False),
    )
