"""The HTTP door: the GraphQL schema put together, requests let in, failures masked, files taken."""
