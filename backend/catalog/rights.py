"""What may be done in the catalogue."""

from backend.foundation.permission import Right

CATALOG_READ = Right(
    "catalog.read",
    "查看产品与供应商",
    "see products and suppliers",
    (
        "sales", "salesManager", "director", "finance", "purchaser", "qualityHead", "qualityOfficer",
        "receiver", "inspector", "keeper", "picker", "rechecker", "driver", "administrator",
    ),
)  # fmt: skip
SUPPLIERS_MANAGE = Right(
    "catalog.manageSuppliers",
    "维护供应商",
    "maintain suppliers",
    ("purchaser", "qualityHead", "administrator"),
)
PRODUCTS_MANAGE = Right(
    "catalog.manageProducts",
    "维护产品",
    "maintain products",
    ("purchaser", "qualityHead", "qualityOfficer", "administrator"),
)
PRICES_READ = Right(
    "catalog.readPrices",
    "查看客户协议价",
    "see the prices agreed with customers",
    ("sales", "salesManager", "director", "finance"),
)
PRICES_SET = Right(
    "catalog.setPrices",
    "设置客户协议价",
    "set the prices agreed with customers",
    ("salesManager", "director"),
)
