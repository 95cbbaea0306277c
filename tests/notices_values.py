"""A notice with facts of a test's choice."""

from __future__ import annotations

from policytool.testing import sample_facts as facts
from policytool.testing import sample_notice as notice

__all__ = ["facts", "notice"]
