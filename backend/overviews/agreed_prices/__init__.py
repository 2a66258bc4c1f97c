"""Agreed prices (协议价) of a product or a customer, with both their names: neither domain knows the other."""
