"""The back end of Lotline: one order's way from lead to payment, with its evidence.

Layers, high to low; calls go down, events come up:

    cli · main | worker | demo     composition roots
    api                            the HTTP and GraphQL door
    sync | integrations            other doors: phones after a day offline, partners
    overviews                      reads that cross domains
    logistics · sales · inventory
    customers | catalog
    compliance | engines
    identity
    foundation                     knows no domain

Inside a feature: `rules` decide, `tables` remember, `queries` find, `commands` act, `graphql` speaks
(and `reactions` listen, `exhibits` show, where there is something to hear or to print).
"""
