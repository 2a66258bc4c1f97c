"""The quality officer's desk: papers of all holders, customers, suppliers and the firm itself, that want a person's eye.

Papers know their holder as a kind and an id; only here, above all holders, does each get its name.
"""
