"""The firm's staff in the law's posts, and a few people of its customers."""

from dataclasses import dataclass
from typing import Final

COMPANY: Final = "试链生物科技（上海）有限公司"
SITE: Final = "张江冷链仓"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a login: their name, posts, department, and the role that the demo's ribbon calls them by."""

    login: str
    name: str
    posts: tuple[str, ...]
    department: str
    phone: str
    role: str | None = None


STAFF: Final = (
    Person("lina", "李娜", ("sales",), "华东销售部", "138-0000-1001", "sales"),
    Person("zhaolei", "赵磊", ("sales",), "华南销售部", "138-0000-1002"),
    Person("chenjing", "陈静", ("salesManager",), "华东销售部", "138-0000-1003", "manager"),
    Person("zhoujianguo", "周建国", ("director",), "总经办", "138-0000-1004", "director"),
    Person("sunli", "孙丽", ("finance",), "财务部", "138-0000-1005", "finance"),
    Person("heqiang", "何强", ("purchaser",), "采购部", "138-0000-1006", "purchaser"),
    Person("wugang", "吴刚", ("receiver",), "仓储部", "138-0000-1007", "receiver"),
    Person("zhengjie", "郑洁", ("inspector",), "质量管理部", "138-0000-1008", "inspector"),
    Person("fengtao", "冯涛", ("keeper",), "仓储部", "138-0000-1009", "keeper"),
    Person("chenli", "陈立", ("picker",), "仓储部", "138-0000-1010", "warehouse"),
    Person("wuqian", "吴倩", ("rechecker",), "仓储部", "138-0000-1011", "recheck"),
    Person("zhoumin", "周敏", ("qualityOfficer",), "质量管理部", "138-0000-1012", "quality"),
    Person("huangfang", "黄芳", ("qualityHead",), "质量管理部", "138-0000-1013", "qualityHead"),
    Person("machao", "马超", ("driver",), "配送部", "138-0000-1014", "driver"),
    Person("yangfan", "杨帆", ("driver",), "配送部", "138-0000-1015"),
    Person("admin", "管理员", ("administrator",), "总经办", "138-0000-1000", "administrator"),
)
"""Maker and checker differ everywhere: 收货 ≠ 验收, 拣货 ≠ 复核, 提交 ≠ 审核."""

PORTAL: Final = {
    2: Person("customer", "", ("customer",), "", "138-0000-2001", "customer"),
    3: Person("customer2", "", ("customer",), "", "138-0000-2002"),
}
"""Whose people follow their orders in the portal, by the customer's place in the list; they bear its buyer's name."""

PEOPLE: Final = (*STAFF, *PORTAL.values())

PEOPLE_BY_ROLE: Final = {
    "sales": "销售员",
    "manager": "销售经理",
    "director": "企业负责人",
    "finance": "财务",
    "purchaser": "采购员",
    "receiver": "收货员",
    "inspector": "验收员",
    "keeper": "保管员",
    "warehouse": "拣货员",
    "recheck": "复核员",
    "quality": "质管员",
    "qualityHead": "质量负责人",
    "driver": "驾驶员",
    "administrator": "系统管理员",
    "customer": "客户",
}
"""What the terminal calls each role."""
