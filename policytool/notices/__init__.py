"""Notices to users: composed, addressed, sent once, and accounted for in the ledger."""
