"""Secrets of providers, which stand in the environment and never in a file under git."""

from __future__ import annotations

import os

from policytool.errors import ChannelError


def password(variable: str, setting: str, what: str) -> str:
    """The value of the environment variable that `setting` names. Raises ChannelError where there is none."""
    found = os.environ.get(variable, "") if variable else ""
    if not found:
        where = f"environment variable {variable}" if variable else f"setting `{setting}`"
        raise ChannelError(f"{what} is missing: {where} is not set", todo="Set it.")
    if not found.isascii() or not found.isprintable():
        raise ChannelError(f"{what} in {variable} holds characters that no secret has", todo="Set it again.")
    return found
