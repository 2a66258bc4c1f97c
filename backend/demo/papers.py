"""The customers' papers, submitted by sales and reviewed by quality, in every state; and the firm's own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO
from typing import Final
from uuid import UUID

from PIL import Image, ImageDraw

from backend.compliance.qualifications.commands import ReviewPaper, SubmitPaper
from backend.compliance.qualifications.rules import PaperType
from backend.demo.accounts import Account
from backend.demo.firm import Firm
from backend.foundation.file_kinds import FileKind
from backend.foundation.uploads import Announced, append_part
from backend.identity.company.rules import COMPANY_ID

QUALITY: Final = "zhoumin"
QUALITY_HEAD: Final = "huangfang"
OPEN_REGIMES: Final = frozenset({"ruo", "device_1"})
_BY_KIND: Final[dict[str, tuple[PaperType, ...]]] = {
    "university": (PaperType.research_use_statement,),
    "institute": (PaperType.research_use_statement,),
    "biotech": (PaperType.research_use_statement,),
    "hospital": (PaperType.medical_institution_licence,),
    "distributor": (
        PaperType.device_operating_filing,
        PaperType.device_operating_licence,
        PaperType.drug_operating_licence,
    ),
}
_HAZARD: Final = (PaperType.hazchem_purchase_licence, PaperType.precursor_purchase_filing)
_ISSUERS: Final = {
    PaperType.business_licence: "市场监督管理局",
    PaperType.medical_institution_licence: "卫生健康委员会",
    PaperType.device_operating_filing: "市场监督管理局",
    PaperType.device_operating_licence: "药品监督管理局",
    PaperType.drug_operating_licence: "药品监督管理局",
    PaperType.hazchem_purchase_licence: "应急管理局",
    PaperType.precursor_purchase_filing: "公安局",
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """One paper: when it is handed in, until when it holds, and what quality will say (None: nothing yet)."""

    at: datetime
    type: PaperType
    valid_to: date | None
    accept: bool | None


def note_papers(firm: Firm, accounts: list[Account], *, first: date, last: date) -> None:
    """Notes what each customer hands in, and its review."""
    for index, account in enumerate(accounts):
        for number, plan in enumerate(_plans(firm, account, index, first, last)):
            firm.diary.note(plan.at, partial(_submit, firm, account, plan, f"{index:02}{number:02}"))


def note_own_papers(firm: Firm, *, first: date, last: date) -> None:
    """Notes the firm's own licences: what the head of quality hands in and an officer reviews."""
    own = (
        (PaperType.business_licence, None, 9),
        (PaperType.drug_operating_licence, last + timedelta(days=900), 12),
        (PaperType.device_operating_licence, last + timedelta(days=24), 15),
        (PaperType.device_operating_filing, None, 18),
    )
    for type, valid_to, minute in own:
        firm.diary.note(
            firm.diary.moment(first, 9, minute), partial(_submit_own, firm, type, valid_to, f"90{minute:02}")
        )


def may_buy(account: Account, regime: str, day: date, last: date) -> bool:
    """Whether the papers of this customer will open the gate on that day, as far as the plans know."""
    if regime in OPEN_REGIMES:
        return True
    if regime in ("hazchem", "precursor"):
        return account.facts.kind in ("university", "institute") and account.facts.papers == "valid"
    match account.facts.papers:
        case "valid" | "expiring":
            return True
        case "expired":
            return day <= last - timedelta(days=EXPIRED_SINCE_DAYS)
        case _:
            return False


EXPIRED_SINCE_DAYS: Final = 12


def _plans(firm: Firm, account: Account, index: int, first: date, last: date) -> list[_Plan]:
    opening = firm.diary.moment(first, 10, index % 60)
    valid = last + timedelta(days=200 + 17 * index)
    plans = [_Plan(opening, PaperType.business_licence, None, accept=True)]
    if account.facts.kind in ("university", "institute") and account.facts.papers == "valid":
        plans += [_Plan(opening, type, valid, accept=True) for type in _HAZARD]
    for type in _BY_KIND[account.facts.kind]:
        match account.facts.papers:
            case "valid":
                plans.append(_Plan(opening, type, valid, accept=True))
            case "expiring":
                plans.append(_Plan(opening, type, last + timedelta(days=8 + index % 15), accept=True))
            case "expired":
                plans.append(_Plan(opening, type, last - timedelta(days=EXPIRED_SINCE_DAYS), accept=True))
            case "pending":
                late = firm.diary.moment(last, 15, index % 60)
                plans.append(_Plan(late, type, valid, accept=None))
                if index % 20 == 7:
                    earlier = firm.diary.moment(last - timedelta(days=9), 15, 10)
                    plans.append(_Plan(earlier, type, valid, accept=False))
    return plans


async def _submit(firm: Firm, account: Account, plan: _Plan, number: str) -> None:
    paper_id = firm.new_id()
    today = firm.clock.today(firm.diary.zone)
    command = SubmitPaper(
        paper_id=paper_id,
        holder_kind="customer",
        holder_id=account.id,
        type=plan.type,
        number=f"{account.facts.city}{_SHORT.get(plan.type, '证')}字{today.year - 2}{number}",
        valid_from=date(today.year - 2, 1 + int(number) % 12, 15),
        valid_to=plan.valid_to,
        issued_by=f"{account.facts.city}市{_ISSUERS[plan.type]}"
        if plan.type in _ISSUERS
        else account.facts.name,
        attachment_id=await _photographed(firm, account.seller, number),
    )
    await firm.do(command, account.seller)
    if plan.accept is not None:
        reviewed_at = firm.diary.after(firm.clock.now(), firm.dice.randint(60, 300))
        firm.diary.note(reviewed_at, partial(_review, firm, paper_id, plan.accept))


_SHORT: Final = {
    PaperType.business_licence: "登",
    PaperType.medical_institution_licence: "医执",
    PaperType.device_operating_filing: "械备",
    PaperType.device_operating_licence: "械许",
    PaperType.drug_operating_licence: "药许",
    PaperType.hazchem_purchase_licence: "危购",
    PaperType.precursor_purchase_filing: "易制",
}


async def _submit_own(firm: Firm, type: PaperType, valid_to: date | None, number: str) -> None:
    paper_id = firm.new_id()
    year = firm.clock.today(firm.diary.zone).year - 2
    command = SubmitPaper(
        paper_id=paper_id,
        holder_kind="company",
        holder_id=COMPANY_ID,
        type=type,
        number=f"沪{_SHORT[type]}字{year}{number}",
        valid_from=date(year, 3, 15),
        valid_to=valid_to,
        issued_by=f"上海市{_ISSUERS[type]}",
        attachment_id=await _photographed(firm, QUALITY_HEAD, number),
    )
    await firm.do(command, QUALITY_HEAD)
    await _review(firm, paper_id, accept=True)


async def _review(firm: Firm, paper_id: UUID, accept: bool) -> None:
    reason = None if accept else "扫描件看不清有效期，请重新拍照后提交"
    await firm.do(ReviewPaper(paper_id=paper_id, accept=accept, reason=reason), QUALITY)


async def _photographed(firm: Firm, by: str, number: str) -> UUID:
    """The paper's photo, uploaded by whoever hands it in, as their phone does it."""
    photo = _photo(number)
    attachment_id = firm.new_id()
    announced = Announced(length=len(photo), sha256=sha256(photo).digest(), kind=FileKind.jpeg)
    await append_part(firm.house, firm.people[by], attachment_id, announced, 0, photo)
    return attachment_id


def _photo(number: str) -> bytes:
    """A sheet with a frame, a number and a seal: it says that it is an example, so nobody takes it for a licence."""
    sheet = Image.new("RGB", (480, 640), "#fbfaf5")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((24, 24, 456, 616), outline="#b08d57", width=4)
    pen.text((190, 70), "SPECIMEN", fill="#7a1f1f")
    pen.text((60, 140), f"No. {number}", fill="#333333")
    for line in range(8):
        pen.line((60, 200 + 34 * line, 420 - (line * 53) % 140, 200 + 34 * line), fill="#9a9a9a", width=3)
    pen.ellipse((300, 480, 420, 600), outline="#c0392b", width=5)
    file = BytesIO()
    sheet.save(file, "JPEG", quality=70)
    return file.getvalue()
