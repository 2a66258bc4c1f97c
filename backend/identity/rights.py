"""What may be done with people and with the firm's own particulars."""

from backend.foundation.permission import Right

PEOPLE_READ = Right(
    "identity.readPeople",
    "查看同事",
    "see colleagues",
    (
        "sales", "salesManager", "director", "finance", "purchaser", "qualityHead", "qualityOfficer",
        "receiver", "inspector", "keeper", "picker", "rechecker", "driver", "administrator",
    ),
)  # fmt: skip
PEOPLE_MANAGE = Right(
    "identity.managePeople",
    "管理人员、岗位与权限",
    "manage people, posts and rights",
    ("administrator",),
)
COMPANY_MANAGE = Right(
    "identity.manageCompany", "维护企业信息", "maintain the company's particulars", ("administrator",)
)
