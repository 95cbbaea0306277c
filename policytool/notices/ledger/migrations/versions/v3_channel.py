"""Suppressions that hold for one channel alone: whoever answers STOP to a text message may still be called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Make the table anew, since its key changes; what was suppressed stays so, by every channel."""
    op.create_table(
        "suppressions_3",
        sa.Column("address", sa.LargeBinary, primary_key=True),
        sa.Column("channel", sa.String(40), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO suppressions_3 (address, channel, at, reason) SELECT address, '', at, reason FROM suppressions"
    )
    op.drop_table("suppressions")
    op.rename_table("suppressions_3", "suppressions")
