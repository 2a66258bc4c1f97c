"""Which papers a buyer must show for which goods, and what stands of them on a day. Pure.

The table `REQUIREMENTS` is configuration, not a legal claim: every row is unconfirmed until a quality head of the
trade has signed it off, and each names where it comes from. Research-use goods and class I devices need none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from backend.foundation.refusal import Refusal

MISSING_MAX: Final = 100
"""What one refusal lists at most: an order has no more lines, and each lacks one paper at most."""

EXPIRING_DAYS: Final = 30
"""A paper that ends within so many days is shown as near its end."""


class Regime(StrEnum):
    """Which law governs a product; the words are those of the table, GraphQL and the phone alike."""

    drug = "drug"
    device_1 = "device_1"
    device_2 = "device_2"
    device_3 = "device_3"
    hazchem = "hazchem"
    precursor = "precursor"
    ruo = "ruo"


class CustomerKind(StrEnum):
    """What a buyer is; that decides which licence it buys under."""

    university = "university"
    institute = "institute"
    biotech = "biotech"
    hospital = "hospital"
    distributor = "distributor"


class PaperType(StrEnum):
    business_licence = "business_licence"
    drug_operating_licence = "drug_operating_licence"
    device_operating_filing = "device_operating_filing"
    device_operating_licence = "device_operating_licence"
    medical_institution_licence = "medical_institution_licence"
    research_use_statement = "research_use_statement"
    hazchem_purchase_licence = "hazchem_purchase_licence"
    precursor_purchase_filing = "precursor_purchase_filing"
    letter_of_authority = "letter_of_authority"
    quality_agreement = "quality_agreement"

    @property
    def zh(self) -> str:
        return _PAPER_NAMES[self][0]

    @property
    def en(self) -> str:
        return _PAPER_NAMES[self][1]


_PAPER_NAMES: Final = {
    PaperType.business_licence: ("营业执照或法人证书", "business licence"),
    PaperType.drug_operating_licence: ("药品经营许可证", "drug operating licence"),
    PaperType.device_operating_filing: ("第二类医疗器械经营备案凭证", "class II device operating filing"),
    PaperType.device_operating_licence: ("医疗器械经营许可证", "device operating licence"),
    PaperType.medical_institution_licence: ("医疗机构执业许可证", "medical institution licence"),
    PaperType.research_use_statement: ("科研使用证明", "statement of research use"),
    PaperType.hazchem_purchase_licence: ("危险化学品购买许可证", "hazardous chemicals purchase licence"),
    PaperType.precursor_purchase_filing: ("易制毒或易制爆化学品购买备案证明", "precursor purchase filing"),
    PaperType.letter_of_authority: ("授权委托书", "letter of authority"),
    PaperType.quality_agreement: ("质量保证协议", "quality agreement"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Buyers of these kinds show one of `any_of` for goods under `regime`, from `since` on (None: always).

    The first of `any_of` is the one that is asked for; each other one is as good.
    """

    regime: Regime
    kinds: frozenset[CustomerKind]
    any_of: tuple[PaperType, ...]
    source: str
    since: date | None = None
    confirmed: bool = False


_TRADE = frozenset({CustomerKind.distributor})
_HOSPITALS = frozenset({CustomerKind.hospital})
_RESEARCH = frozenset({CustomerKind.university, CustomerKind.institute, CustomerKind.biotech})
_EVERYBODY = frozenset(CustomerKind)
_MEDICAL = (PaperType.medical_institution_licence,)
_CLASS_2 = (PaperType.device_operating_filing, PaperType.device_operating_licence)
_CLASS_3 = (PaperType.device_operating_licence,)
_RESEARCH_USE = (PaperType.research_use_statement,)
_DRUG_LAW = "drug GSP Art. 89–90: verify the buyer's licences, sell inside its scope"
_DEVICE_LAW = "device operation measures (SAMR order 54, 2022), chapters on filing and licence"
_HAZARD_LAW = "hazardous chemicals regulation (2013) Art. 38, 40; a newer act is in force since 2026-05-01"

REQUIREMENTS: Final = (
    Requirement(
        regime=Regime.drug, kinds=_TRADE, any_of=(PaperType.drug_operating_licence,), source=_DRUG_LAW
    ),
    Requirement(regime=Regime.drug, kinds=_HOSPITALS, any_of=_MEDICAL, source=_DRUG_LAW),
    Requirement(regime=Regime.drug, kinds=_RESEARCH, any_of=_RESEARCH_USE, source=_DRUG_LAW),
    Requirement(regime=Regime.device_2, kinds=_TRADE, any_of=_CLASS_2, source=_DEVICE_LAW),
    Requirement(regime=Regime.device_2, kinds=_HOSPITALS, any_of=_MEDICAL, source=_DEVICE_LAW),
    Requirement(regime=Regime.device_2, kinds=_RESEARCH, any_of=_RESEARCH_USE, source=_DEVICE_LAW),
    Requirement(regime=Regime.device_3, kinds=_TRADE, any_of=_CLASS_3, source=_DEVICE_LAW),
    Requirement(regime=Regime.device_3, kinds=_HOSPITALS, any_of=_MEDICAL, source=_DEVICE_LAW),
    Requirement(regime=Regime.device_3, kinds=_RESEARCH, any_of=_RESEARCH_USE, source=_DEVICE_LAW),
    Requirement(
        regime=Regime.hazchem,
        kinds=_EVERYBODY,
        any_of=(PaperType.hazchem_purchase_licence,),
        source=_HAZARD_LAW,
    ),
    Requirement(
        regime=Regime.precursor,
        kinds=_EVERYBODY,
        any_of=(PaperType.precursor_purchase_filing, PaperType.hazchem_purchase_licence),
        source=_HAZARD_LAW,
    ),
)


class Standing(StrEnum):
    """What stands of one paper on a day; `none` is said where there is no paper at all."""

    none = "none"
    rejected = "rejected"
    pending = "pending"
    not_yet = "not_yet"
    valid = "valid"
    expiring = "expiring"
    expired = "expired"
    out_of_scope = "out_of_scope"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What the rules need of a paper. `scope` holds the regimes it covers; empty is all that its type covers.

    `reviewed_on` is the local day of its review: before that day it was pending, whatever it is now.
    """

    type: PaperType
    state: str
    valid_from: date
    valid_to: date | None = None
    scope: frozenset[str] = frozenset()
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order as the gate sees it: its position (1, 2, …) as the person sees it, and its regime."""

    position: int
    regime: Regime


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that a line lacks on the day, and why; `ended_on` is the last valid day of an expired one."""

    line: int
    regime: Regime
    paper_type: PaperType
    why: Standing
    ended_on: date | None = None


def required_papers(customer_kind: CustomerKind, regimes: Iterable[Regime], on: date) -> frozenset[PaperType]:
    """The papers that this kind of buyer is asked for on that day; for research-use goods there are none."""
    wanted = frozenset(regimes)
    return frozenset(
        requirement.any_of[0] for requirement in _in_force(customer_kind, on) if requirement.regime in wanted
    )


def asked_for(customer_kind: CustomerKind, regime: Regime, on: date) -> tuple[PaperType, ...]:
    """The papers of which any one opens the gate for these goods, the usual one first; nothing where none is needed."""
    return tuple(
        paper_type
        for requirement in _in_force(customer_kind, on)
        if requirement.regime is regime
        for paper_type in requirement.any_of
    )


def missing(
    customer_kind: CustomerKind, lines: Iterable[Line], papers: Sequence[PaperFacts], on: date
) -> list[MissingPaper]:
    """What each line lacks on that day, in the order of the lines; nothing when the gate is open.

    Where papers of several types would do, the one nearest to being valid is named.
    """
    requirements = _in_force(customer_kind, on)
    return [
        MissingPaper(line.position, line.regime, *lack)
        for line in lines
        for requirement in requirements
        if requirement.regime is line.regime
        for lack in _lack(requirement, papers, on)
    ]


def standing(paper: PaperFacts, on: date) -> Standing:
    """What the paper was or is on that day; its first and last day are both included."""
    if paper.state == "pending" or (paper.reviewed_on is not None and on < paper.reviewed_on):
        return Standing.pending
    if paper.state == "rejected":
        return Standing.rejected
    if on < paper.valid_from:
        return Standing.not_yet
    if paper.valid_to is None:
        return Standing.valid
    if on > paper.valid_to:
        return Standing.expired
    return Standing.expiring if paper.valid_to - on <= timedelta(days=EXPIRING_DAYS) else Standing.valid


_OPEN_GATE: Final = frozenset({Standing.valid, Standing.expiring})
# What a person does next comes first: wait for a review, have the scope extended, wait, renew, ask for one.
_NEAREST_FIRST: Final = (Standing.pending, Standing.out_of_scope, Standing.not_yet, Standing.expired)


def _in_force(customer_kind: CustomerKind, on: date) -> list[Requirement]:
    return [
        requirement
        for requirement in REQUIREMENTS
        if customer_kind in requirement.kinds and (requirement.since is None or requirement.since <= on)
    ]


def _lack(
    requirement: Requirement, papers: Sequence[PaperFacts], on: date
) -> list[tuple[PaperType, Standing, date | None]]:
    """Nothing where a paper opens the gate; otherwise the one lack that is named."""
    candidates = [
        (paper, _for_regime(paper, requirement.regime, on))
        for paper in papers
        if paper.type in requirement.any_of
    ]
    if any(stands in _OPEN_GATE for _, stands in candidates):
        return []
    for why in _NEAREST_FIRST:
        found = [paper for paper, stands in candidates if stands is why]
        if found:
            latest = max(found, key=lambda paper: paper.valid_to or date.max)
            return [(latest.type, why, latest.valid_to if why is Standing.expired else None)]
    return [(requirement.any_of[0], Standing.none, None)]


def _for_regime(paper: PaperFacts, regime: Regime, on: date) -> Standing:
    stands = standing(paper, on)
    covered = not paper.scope or regime.value in paper.scope
    return stands if covered or stands not in _OPEN_GATE else Standing.out_of_scope


@dataclass
class QualificationMissing(Refusal):
    """Lines whose papers do not stand on the day; each with its paper and why."""

    missing: tuple[MissingPaper, ...] = field(metadata={"at_most": MISSING_MAX})
    zh: ClassVar[str] = "客户资质不满足，不能提交：{list}。请补交或更新证照，审核通过后再提交。"
    en: ClassVar[str] = (
        "The customer's papers do not cover this order: {list}. Submit or renew them; once reviewed, submit again."
    )

    def say(self, language: str) -> str:
        say, comma = (_lack_en, "; ") if language == "en" else (_lack_zh, "；")
        template = self.en if language == "en" else self.zh
        return template.format(list=comma.join(map(say, self.missing)))


def _lack_zh(lack: MissingPaper) -> str:
    why = {
        Standing.none: "未提交",
        Standing.pending: "待审核",
        Standing.not_yet: "尚未生效",
        Standing.expired: f"已于 {lack.ended_on} 到期",
        Standing.out_of_scope: "经营范围不含此类产品",
    }[lack.why]
    return f"第 {lack.line} 行需要{lack.paper_type.zh}（{why}）"


def _lack_en(lack: MissingPaper) -> str:
    why = {
        Standing.none: "not submitted",
        Standing.pending: "awaiting review",
        Standing.not_yet: "not valid yet",
        Standing.expired: f"ended on {lack.ended_on}",
        Standing.out_of_scope: "its scope leaves these goods out",
    }[lack.why]
    return f"line {lack.line} needs a {lack.paper_type.en} ({why})"
