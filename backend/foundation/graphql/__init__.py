"""How features speak GraphQL: rooms declare, this package translates. Nothing here knows a domain."""
