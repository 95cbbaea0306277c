"""Alembic's entry: works on the connection that `upgrade` hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from policytool.notices.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
