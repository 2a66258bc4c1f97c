"""Pull: what a phone needs to go on without a network, by a cursor over transaction ids, so no late commit is missed."""
