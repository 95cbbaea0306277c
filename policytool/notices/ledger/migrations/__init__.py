"""Alembic's scripts: how the ledger of an older policytool becomes the present one."""
