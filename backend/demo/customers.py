"""Forty invented customers of every kind, with sites, contacts, credit and papers in every state."""

from dataclasses import dataclass
from random import Random
from typing import Final

_CITIES: Final = (
    ("上海", "沪江", "浦东新区蔡伦路", "021"), ("苏州", "姑苏", "工业园区星湖街", "0512"),
    ("杭州", "钱塘", "滨江区江陵路", "0571"), ("南京", "钟山", "鼓楼区汉口路", "025"),
    ("武汉", "楚天", "东湖高新区高新大道", "027"), ("广州", "穗城", "黄埔区科学大道", "020"),
    ("深圳", "鹏城", "南山区高新中路", "0755"), ("成都", "锦官", "高新区天府大道", "028"),
)  # fmt: skip
_KINDS: Final = (
    ("university", ("{n}大学 药学院", "{n}理工大学 生命科学学院", "{n}师范大学 细胞所"), "实验楼"),
    ("institute", ("{n}分子医学研究所", "{n}生物技术研究院", "{n}疫苗研究所"), "科研楼"),
    ("biotech", ("{c}{n}生物科技有限公司", "{c}{n}方舟基因有限公司", "{c}{n}细胞治疗有限公司"), "研发中心"),
    (
        "hospital",
        ("{n}第一人民医院 检验科", "{n}妇幼保健院 检验科", "{n}中心医院 病理科"),
        "门诊楼 B1 收货处",
    ),
    ("distributor", ("{c}{n}医疗器械有限公司", "{c}{n}生物试剂贸易有限公司"), "仓库"),
)
_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN: Final = (
    "敏",
    "静",
    "伟",
    "磊",
    "洋",
    "艳",
    "勇",
    "娟",
    "涛",
    "明",
    "霞",
    "平",
    "刚",
    "桂英",
    "晓梅",
    "志强",
)
CUSTOMERS: Final = 40


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """One customer as the world is told of it; `papers` is "valid", "expiring", "expired", "pending" or "none"."""

    name: str
    kind: str
    city: str
    address: str
    site: str
    receiver: str
    phone: str
    buyer: str
    credit_yuan: int
    papers: str
    shelf_life_months_min: int | None


def person_name(dice: Random) -> str:
    """A believable name."""
    return dice.choice(_SURNAMES) + dice.choice(_GIVEN)


def customers(dice: Random) -> list[DemoCustomer]:
    """Forty customers; every kind, and papers in every state."""
    made: dict[str, DemoCustomer] = {}
    papers = ("valid", "valid", "valid", "expiring", "valid", "expired", "valid", "pending", "valid", "none")
    while len(made) < CUSTOMERS:
        index = len(made)
        city, nickname, street, area = _CITIES[index % len(_CITIES)]
        kind, patterns, building = _KINDS[index % len(_KINDS)]
        name = dice.choice(patterns).format(c=city, n=nickname)
        if name in made:
            name = name.replace(nickname, nickname + dice.choice("东西南北中"), 1)
            if name in made:
                continue
        made[name] = DemoCustomer(
            name=name,
            kind=kind,
            city=city,
            address=f"{city}市{street} {dice.randrange(1, 999)} 号 {building}",
            site=building,
            receiver=person_name(dice),
            phone=f"{area}-{dice.randrange(5000_0000, 8999_9999)}",
            buyer=person_name(dice),
            credit_yuan=dice.choice((80_000, 150_000, 200_000, 300_000, 500_000)),
            papers=papers[index % len(papers)],
            shelf_life_months_min=dice.choice((None, None, None, 3, 6)),
        )
    return list(made.values())
