"""What may be done in compliance."""

from backend.foundation.permission import Right

AUDIT_READ = Right(
    "compliance.readAudit",
    "查看操作日志",
    "read the audit log",
    ("qualityHead", "qualityOfficer", "administrator"),
)
PAPERS_READ = Right(
    "compliance.readPapers",
    "查看客户与供应商的证照",
    "see the papers of customers and suppliers",
    (
        "sales", "salesManager", "director", "purchaser", "qualityHead", "qualityOfficer", "administrator",
        "customer",
    ),
)  # fmt: skip
PAPERS_READ_ALL = Right(
    "compliance.readAllPapers",
    "查看全部证照与到期提醒",
    "see all papers and which of them end soon",
    ("qualityHead", "qualityOfficer", "director", "administrator"),
)
PAPERS_SUBMIT = Right(
    "compliance.submitPaper",
    "提交证照",
    "submit papers",
    ("sales", "salesManager", "purchaser", "qualityOfficer", "qualityHead"),
)
PAPERS_REVIEW = Right(
    "compliance.reviewPaper",
    "审核证照",
    "review papers",
    ("qualityOfficer", "qualityHead"),
)
