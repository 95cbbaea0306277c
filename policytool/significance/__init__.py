"""Redline × Criteria → Assessment: is a revision significant by the policy's own criteria? Pure and offline."""
