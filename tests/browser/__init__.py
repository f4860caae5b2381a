"""A reader in a real browser."""
