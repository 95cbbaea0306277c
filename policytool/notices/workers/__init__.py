"""Sending from several computers: PostgreSQL holds the ledger and a queue of batches, workers take them."""
