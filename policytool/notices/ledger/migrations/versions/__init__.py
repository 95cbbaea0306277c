"""One file for each change of the ledger's tables, never edited once it was released."""
