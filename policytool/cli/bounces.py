"""`policytool notify bounces`: mail that came back."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from policytool.cli import console
from policytool.cli.layout import many
from policytool.config import load
from policytool.errors import UsageError
from policytool.notices.events import bounces as returned
from policytool.notices.ledger.ledger import open_ledger
from policytool.notices.ledger.reports import Report, Taken

_BATCH = 200


@click.command("bounces")
@click.argument("mailbox", metavar="FILE|-")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def bounces(mailbox: str, as_json: bool) -> None:
    """Read mail that came back from FILE (an mbox, a Maildir folder, one message) or from a pipe (-).

    Reading the same mailbox again is safe: each report counts once. Messages that say nothing of
    a delivery, such as absence notes, are counted and left alone.

    \b
    Examples:
      policytool notify bounces /var/mail/bounces
      policytool notify bounces - < message.eml
    """
    found: Counter[str] = Counter()
    batch: list[Report] = []
    with open_ledger(load(Path.cwd())) as ledger:
        for raw in _messages(mailbox):
            found["messages"] += 1
            report = returned.report(raw)
            batch += [report] if report else []
            if len(batch) == _BATCH:
                found += _counted(ledger.report(batch))
                batch = []
            found["reports"] += report is not None
        found += _counted(ledger.report(batch))
    if as_json:
        console.print_json({name: found[name] for name in ("messages", "reports", "new", "moved", "foreign")})
        return
    console.tell(f"{many(found['messages'], 'message')} read, {many(found['reports'], 'report')}, {found['new']} new:")
    console.tell(f"{many(found['moved'], 'delivery', 'deliveries')} changed, {found['foreign']} not ours.")


def _messages(mailbox: str) -> Iterator[bytes]:
    if mailbox != "-":
        yield from returned.messages(Path(mailbox))
        return
    raw = sys.stdin.buffer.read(returned.LONGEST + 1)
    if len(raw) > returned.LONGEST:
        raise UsageError(f"this message is longer than {returned.LONGEST:,} bytes")
    yield raw


def _counted(taken: Taken) -> Counter[str]:
    return Counter({"new": taken.new, "moved": taken.moved, "foreign": taken.foreign})
