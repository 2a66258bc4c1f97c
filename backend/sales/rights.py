"""What may be done in sales."""

from backend.foundation.permission import Right

_SELLERS = ("sales", "salesManager", "director")
_OFFICE = ("salesManager", "director", "finance", "qualityHead", "qualityOfficer", "administrator")

SALES_READ = Right("sales.read", "查看订单", "see orders", (*_SELLERS, *_OFFICE, "customer"))
SALES_READ_ALL = Right("sales.readAll", "查看全部订单", "see everybody's orders", _OFFICE)
SALES_ORDER = Right("sales.order", "开立订单", "make orders", _SELLERS)
SALES_REMARK = Right(
    "sales.remark",
    "在订单上留言",
    "write remarks on orders",
    (*_SELLERS, *_OFFICE[2:], "keeper", "picker", "rechecker", "driver", "customer"),
)
SALES_APPROVE = Right("sales.approve", "审批订单", "approve orders", ("salesManager",))
SALES_DIRECT = Right("sales.direct", "审批大额订单", "approve large orders", ("director",))
SALES_REVIEW = Right("sales.reviewFinance", "订单财务审核", "review orders for finance", ("finance",))
SALES_POLICY = Right(
    "sales.managePolicy", "维护审批规则", "maintain the approval rules", ("director", "administrator")
)
