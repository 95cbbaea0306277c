"""The ledger: campaigns, deliveries and attempts, durable before anything is sent, free of addresses and names."""
