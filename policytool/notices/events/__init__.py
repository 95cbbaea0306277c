"""What providers report about deliveries: verified, kept once, and taken into the ledger in any order."""
