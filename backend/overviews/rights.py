"""What may be done with overviews."""

from backend.foundation.permission import Right

REGISTERS_READ = Right(
    "overviews.readRegisters",
    "查看与导出台账",
    "read and export the registers",
    ("qualityOfficer", "qualityHead", "salesManager", "director", "administrator"),
)
