"""Approvals: who must agree to a thing, one step after the other. Knows no domain: a thing is a kind and an id.

The feature whose thing it is opens the steps, and acts on the decision in the same transaction.
"""
