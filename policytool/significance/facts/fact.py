"""What a fact says where it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policytool.text.metadata import CriterionKind


@dataclass(frozen=True, slots=True)
class Fact:
    """A property of a place that decides, however many words changed."""

    kind: CriterionKind | Literal[""]
    """The kind it speaks for; "" for the kind of the place's subject."""
    sure: float
    """How surely a criterion is met where it holds, at least."""
    soft: bool = False
    """Whether it decides that a revision is significant, and adds nothing to one that is already."""
