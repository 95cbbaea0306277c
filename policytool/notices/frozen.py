"""The messages of a version's campaigns as the ledger froze them, as files for a proof."""

from __future__ import annotations

from policytool.archive.model import Version
from policytool.notices.channels.catalogue import described
from policytool.notices.ledger.ledger import Ledger


def messages(ledger: Ledger, version: Version) -> dict[str, bytes]:
    """File name → message, for each campaign about this very release and each of its languages.

    No recipient is in them: names and addresses are put in when a message is sent.
    """
    return {
        f"notice/{campaign.id}.{language}.{_ending(campaign.channel)}": message
        for campaign in ledger.campaigns()
        if (campaign.policy, campaign.record_sha256) == (version.policy, version.record_sha256)
        for language, message in ledger.contents(campaign).items()
    }


def _ending(channel: str) -> str:
    return "eml" if described(channel).address == "email" else "txt"
