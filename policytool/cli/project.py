"""What the commands on a project share: its archive, days as options, the policy meant."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from policytool.archive.archive import Archive
from policytool.archive.open import open_archive
from policytool.config import load

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Day(click.ParamType[datetime.date]):
    """A day of the calendar, written YEAR-MONTH-DAY."""

    name = "date"

    def convert(
        self, value: str | datetime.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        if isinstance(value, datetime.date):
            return value
        try:
            return datetime.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            self.fail(f"{value!r} is no day of the calendar. Write YEAR-MONTH-DAY, such as 2026-11-23.", param, ctx)


@contextmanager
def opened() -> Iterator[Archive]:
    """The archive of the project around the current folder."""
    with open_archive(load(Path.cwd())) as archive:
        yield archive


def policy_named(function: _Function) -> _Function:
    """The policy as an argument or as `--policy`; both may be left out where there is just one."""
    function = click.option("--policy", "policy_option", metavar="POLICY", help="The same as POLICY.")(function)
    return click.argument("policy", required=False)(function)


def meant(archive: Archive, policy: str | None, policy_option: str | None) -> str:
    """The policy that argument and option name. Raises UnknownPolicy."""
    if policy and policy_option and policy != policy_option:
        raise click.UsageError(f"{policy} and --policy {policy_option} contradict each other.")
    return archive.choose(policy or policy_option)


def today() -> datetime.date:
    """The day where this computer stands."""
    return now().date()


def now() -> datetime.datetime:
    """This moment, to the second, with the computer's time zone."""
    return datetime.datetime.now().astimezone().replace(microsecond=0)
