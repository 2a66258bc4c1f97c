"""The words of codes, units and moments in a register, in both languages; terms as the trade and its law name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from backend.foundation.decimals import shortest

Two = tuple[str, str]

REGIMES: Final[Mapping[str, Two]] = {
    "drug": ("药品", "drug"),
    "device_1": ("第一类医疗器械", "class I device"),
    "device_2": ("第二类医疗器械", "class II device"),
    "device_3": ("第三类医疗器械", "class III device"),
    "hazchem": ("危险化学品", "hazardous chemical"),
    "precursor": ("易制毒／易制爆化学品", "precursor chemical"),
    "ruo": ("科研试剂", "research use only"),
}
ORDER_STATES: Final[Mapping[str, Two]] = {
    "rechecked": ("已复核", "re-checked"),
    "handed_over": ("配送中", "handed over"),
    "delivered": ("全部签收", "delivered"),
    "partly_delivered": ("部分签收", "partly delivered"),
    "refused": ("整单拒收", "refused"),
    "not_delivered": ("未送达", "not delivered"),
    "cancelled": ("已取消", "cancelled"),
}
OUTCOMES: Final[Mapping[str, Two]] = {
    "delivered": ("全部签收", "delivered"),
    "partly_delivered": ("部分签收", "partly delivered"),
    "refused": ("整单拒收", "refused"),
    "not_delivered": ("未送达", "not delivered"),
}
QUALITIES: Final[Mapping[str, Two]] = {"accepted": ("合格", "accepted")}
VERDICTS: Final[Mapping[str, Two]] = {
    "within": ("符合", "within limits"),
    "below": ("低于下限", "below the limit"),
    "above": ("超温", "above the limit"),
    "no_data": ("无数据", "no data"),
}
MEANS: Final[Mapping[str, Two]] = {
    "truck": ("冷藏车", "refrigerated truck"),
    "active_box": ("冷藏箱", "active box"),
    "passive_box": ("保温箱", "passive box"),
}
LEGS: Final[Mapping[str, Two]] = {
    "own_driver": ("自有配送", "own driver"),
    "courier": ("委托运输", "courier"),
}
SLIPS: Final[Mapping[str, Two]] = {
    "not_back": ("未回", "not back"),
    "photo": ("已回（照片）", "photo back"),
    "original": ("原件已交回", "original back"),
}
SIGNINGS: Final[Mapping[str, Two]] = {
    "password": ("电子签名（口令）", "signed with password"),
    "pin": ("电子签名（PIN）", "signed with PIN"),
    "passkey": ("电子签名（通行密钥）", "signed with passkey"),
    "drawn": ("手写签名（弱）", "drawn, the weaker level"),
}
NOT_KEPT: Final[Two] = ("未记录", "not recorded")
_CENT: Final = Decimal("0.01")
NO_DATA: Final[Two] = ("无数据", "no data")


@dataclass(frozen=True, slots=True)
class Speech:
    """How facts are said: in which language, and by which clock."""

    language: str
    zone: ZoneInfo

    def pick(self, words: Two) -> str:
        return words[1] if self.language == "en" else words[0]

    def code(self, code: str | None, words: Mapping[str, Two]) -> str:
        """The words of a code; one without words stays as it is, for somebody to ask about."""
        if code is None:
            return ""
        return self.pick(words[code]) if code in words else code

    def moment(self, at: datetime | None) -> str:
        """To the minute, by the site's clock."""
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if at else ""

    def day(self, day: date | None) -> str:
        return day.isoformat() if day else ""

    def number(self, number: Decimal | int | None) -> str:
        return "" if number is None else f"{shortest(Decimal(number)):f}"

    def price(self, yuan: Decimal) -> str:
        """Money with its two decimals, and with more where the price has them (an agreed 0.125 a piece)."""
        short = shortest(yuan)
        return f"{short:.2f}" if short == short.quantize(_CENT) else f"{short:f}"

    def yuan(self, fen: int) -> str:
        return f"{fen // 100}.{fen % 100:02d}"

    def limits(self, low: Decimal | None, high: Decimal | None) -> str:
        """2~8, ≤ -70, ≥ 2; nothing for what has no limits. A dash would read as a minus."""
        if low is None and high is None:
            return ""
        if low is None or high is None:
            return f"≤ {self.number(high)}" if low is None else f"≥ {self.number(low)}"
        return f"{self.number(low)}~{self.number(high)}"
