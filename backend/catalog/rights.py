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
