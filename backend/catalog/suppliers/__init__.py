"""Suppliers (供货单位): who the goods come from (GSP Art. 61–64). Receipts name one; its papers are compliance's."""
