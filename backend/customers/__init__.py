"""Customers: who buys. Accounts with sites and contacts, and the credit that sales reserves on."""
