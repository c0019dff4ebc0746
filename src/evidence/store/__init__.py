"""The store: what is kept from night to night, and the ledger of the work."""
