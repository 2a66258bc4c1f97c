"""What may be done in the warehouse's books."""

from backend.foundation.permission import Right

INVENTORY_READ = Right(
    "inventory.read",
    "查看库存与批号",
    "see stock and lots",
    (
        "sales", "salesManager", "director", "finance", "purchaser", "qualityHead", "qualityOfficer",
        "receiver", "inspector", "keeper", "picker", "rechecker", "driver", "administrator",
    ),
)  # fmt: skip
LOCATIONS_MANAGE = Right(
    "inventory.manageLocations",
    "维护货位",
    "maintain storage locations",
    ("keeper", "qualityHead", "administrator"),
)
RECEIVE = Right("inventory.receive", "收货", "receive goods", ("receiver", "keeper"))
INSPECT = Right(
    "inventory.inspect", "验收", "inspect arrivals", ("inspector", "qualityOfficer", "qualityHead")
)
HOLD = Right(
    "inventory.hold",
    "质量锁定",
    "put lots on hold",
    ("receiver", "inspector", "keeper", "picker", "rechecker", "qualityOfficer", "qualityHead"),
)
"""Whoever doubts the goods may stop them (GSP: stop the sale at once, lock, tell quality)."""
RELEASE = Right(
    "inventory.release",
    "解除锁定与判定不合格",
    "release or reject lots",
    ("qualityOfficer", "qualityHead"),
)
"""Only quality lets them go again, or rejects them."""
LABELS_PRINT = Right(
    "inventory.printLabels",
    "打印标签",
    "print labels",
    ("receiver", "inspector", "keeper", "picker", "rechecker", "qualityOfficer", "qualityHead", "administrator"),
)  # fmt: skip
"""A label that names the wrong lot is a wrong lot: only those print who handle the goods."""
