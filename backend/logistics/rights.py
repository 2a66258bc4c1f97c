"""What may be done on an order's way out of the house."""

from backend.foundation.permission import Right

_QUALITY = ("qualityOfficer", "qualityHead")
_WAREHOUSE = ("keeper", "picker", "rechecker")

OUTBOUNDS_READ = Right(
    "logistics.readOutbounds",
    "查看出库任务",
    "see outbounds",
    (*_WAREHOUSE, *_QUALITY, "administrator"),
)
PICK = Right("logistics.pick", "拣货", "pick", ("picker", "keeper"))
RECHECK = Right("logistics.recheck", "出库复核", "re-check outbounds", ("rechecker",))
HAND_OVER = Right("logistics.handOver", "出库交接", "hand goods over", ("keeper", "rechecker", "driver"))

DELIVERIES_READ = Right(
    "logistics.readDeliveries",
    "查看配送",
    "see deliveries",
    (
        *_WAREHOUSE, *_QUALITY, "administrator", "driver", "sales", "salesManager", "director", "finance",
        "customer",
    ),
)  # fmt: skip
"""Drivers see their own, sellers those of their orders, customers their firm's."""
DELIVERIES_READ_ALL = Right(
    "logistics.readAllDeliveries",
    "查看全部配送",
    "see everybody's deliveries",
    (*_WAREHOUSE, *_QUALITY, "administrator", "salesManager", "director", "finance"),
)
DELIVER = Right("logistics.deliver", "配送签收", "deliver", ("driver", "keeper"))
CONFIRM_ARRIVAL = Right(
    "logistics.confirmArrival", "确认收货", "confirm what a courier brought", ("customer",)
)
RETURN_SLIP = Right(
    "logistics.returnSlip", "登记回单", "note that a signed slip came back", ("driver", "keeper", "finance")
)

LINKS_CLOSE = Right(
    "logistics.closeLinks",
    "关闭随货同行单链接",
    "close the links of delivery notes",
    ("keeper", "salesManager", "director", *_QUALITY, "administrator"),
)

QUALITY_TASKS_READ = Right(
    "logistics.readQualityTasks", "查看质量任务", "see quality tasks", (*_QUALITY, "administrator")
)
QUALITY_TASKS_CLOSE = Right("logistics.closeQualityTask", "处理质量任务", "close quality tasks", _QUALITY)
