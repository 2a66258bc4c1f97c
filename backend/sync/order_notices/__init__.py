"""Order notices: whoever submitted an order on a phone hears when it did not go through, and why; the group robot too.

It stands here because only sync knows what phones sent, and it may look down at customers and notices.
"""
