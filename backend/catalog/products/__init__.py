"""Products (产品): the master library in smallest sales packs, with regime, storage condition, pack codes and prices.

Which law governs a product is its regime; required fields, labels and the papers that buyers need follow from it.
Orders price by `prices`, scans find products by the GTINs of their packs.
"""
