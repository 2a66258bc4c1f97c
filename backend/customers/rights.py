"""What may be done with customers."""

from backend.foundation.permission import Right

CUSTOMERS_READ = Right(
    "customers.read",
    "查看客户",
    "see customers",
    (
        "sales", "salesManager", "director", "finance", "qualityHead", "qualityOfficer", "keeper", "picker",
        "rechecker", "administrator", "customer",
    ),
)  # fmt: skip
"""A salesperson sees their own and their departments'; a portal person their own firm."""

CUSTOMERS_READ_ALL = Right(
    "customers.readAll",
    "查看全部客户",
    "see all customers",
    (
        "salesManager", "director", "finance", "qualityHead", "qualityOfficer", "keeper", "picker",
        "rechecker", "administrator",
    ),
)  # fmt: skip
CUSTOMERS_MANAGE = Right(
    "customers.manage",
    "维护客户档案",
    "maintain customers",
    ("sales", "salesManager", "administrator"),
)
CUSTOMERS_ASSIGN = Right(
    "customers.assign",
    "指定客户的业务员与部门",
    "assign customers to salespeople and departments",
    ("salesManager", "administrator"),
)
CREDIT_READ = Right(
    "customers.readCredit",
    "查看客户信用额度",
    "see customers' credit",
    ("sales", "salesManager", "director", "finance"),
)
CREDIT_SET = Right(
    "customers.setCredit",
    "设置客户信用额度",
    "set customers' credit",
    ("finance", "director"),
)
