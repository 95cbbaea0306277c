"""What the lawyer of the demo edits: a minor revision, then a significant one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Edit:
    """Replacements in the starter policy, told in a sentence."""

    told: str
    changes: tuple[tuple[str, str], ...]

    def applied(self, text: str) -> str:
        """`text` with every replacement made. Raises LookupError when the text does not hold what is replaced."""
        for old, new in self.changes:
            if text.count(old) != 1:
                raise LookupError(f"the starter policy no longer says {old!r} once")
            text = text.replace(old, new)
        return text


MINOR = Edit(
    told="The lawyer makes two sentences plainer. Nothing changes for users.",
    changes=(
        ("Then we delete it or make it anonymous.", "After that, we delete it or make it anonymous."),
        ("summary: First published version.", "summary: Two sentences made plainer. Nothing changes for you."),
        ("so that your order reaches you;", "so that your order gets to you;"),
    ),
)

_NEW_SUMMARY = """\
summary: >-
  If you allow it, we use your precise location to show goods near you. We work with advertising partners.
  We keep order information for five years instead of three."""

_NEW_RECIPIENT = """\
- hosting providers, who store data for us under contract;
- advertising partners, who show our offers to you on other websites."""

_NEW_PURPOSE = """\
| showing goods near you, if you allow it | precise location of your device |
| payment | amount,"""

SIGNIFICANT = Edit(
    told="The shop wants to show goods near the user and to work with advertising partners. The lawyer edits the text.",
    changes=(
        ("| payment | amount,", _NEW_PURPOSE),
        ("- hosting providers, who store data for us under contract.", _NEW_RECIPIENT),
        ("for three years after the order", "for five years after the order"),
        ("summary: Two sentences made plainer. Nothing changes for you.", _NEW_SUMMARY),
    ),
)
