"""What may be done in compliance."""

from backend.foundation.permission import Right

AUDIT_READ = Right(
    "compliance.readAudit",
    "查看操作日志",
    "read the audit log",
    ("qualityHead", "qualityOfficer", "administrator"),
)
