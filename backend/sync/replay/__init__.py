"""Replay: the one write door for phones. Custody first, then effect: each envelope its own `perform`, in the order of
its entity and after what it depends on, under the rights of then and of now. What is asked twice is answered twice and
done once.
"""
