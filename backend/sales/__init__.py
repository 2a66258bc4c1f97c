"""Sales: quotes, contracts and orders. Reserves stock and credit below, and is followed by logistics above."""
