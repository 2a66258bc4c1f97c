from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.compliance.qualifications.rules import (
    REQUIREMENTS,
    CustomerKind,
    Line,
    MissingPaper,
    PaperFacts,
    PaperType,
    QualificationMissing,
    Regime,
    Standing,
    missing,
    required_papers,
    standing,
)

TODAY = date(2026, 11, 22)


def a_paper(type, **given):
    facts = {"state": "accepted", "valid_from": date(2024, 1, 1), "valid_to": date(2028, 12, 31)}
    return PaperFacts(type=type, **{**facts, **given})


@pytest.mark.parametrize("kind", CustomerKind)
def test_research_goods_and_class_i_devices_need_no_paper(kind):
    assert required_papers(kind, [Regime.ruo, Regime.device_1], TODAY) == frozenset()
    assert missing(kind, [Line(1, Regime.ruo), Line(2, Regime.device_1)], [], TODAY) == []


@pytest.mark.parametrize(
    ("kind", "regime", "asked_for"),
    [
        (CustomerKind.distributor, Regime.drug, PaperType.drug_operating_licence),
        (CustomerKind.hospital, Regime.drug, PaperType.medical_institution_licence),
        (CustomerKind.university, Regime.drug, PaperType.research_use_statement),
        (CustomerKind.distributor, Regime.device_2, PaperType.device_operating_filing),
        (CustomerKind.hospital, Regime.device_2, PaperType.medical_institution_licence),
        (CustomerKind.distributor, Regime.device_3, PaperType.device_operating_licence),
        (CustomerKind.hospital, Regime.device_3, PaperType.medical_institution_licence),
        (CustomerKind.institute, Regime.hazchem, PaperType.hazchem_purchase_licence),
        (CustomerKind.biotech, Regime.precursor, PaperType.precursor_purchase_filing),
    ],
)
def test_each_kind_of_buyer_is_asked_for_its_own_paper(kind, regime, asked_for):
    assert required_papers(kind, [regime, Regime.ruo], TODAY) == {asked_for}


def test_every_regulated_regime_asks_every_kind_of_buyer_for_one_paper_and_says_where_from():
    free = {Regime.ruo, Regime.device_1}
    for kind, regime in product(CustomerKind, Regime):
        assert len(required_papers(kind, [regime], TODAY)) == (0 if regime in free else 1)
    assert all(requirement.source and not requirement.confirmed for requirement in REQUIREMENTS)


def test_a_licence_for_class_iii_opens_the_gate_for_class_ii_but_a_filing_not_for_class_iii():
    licence, filing = a_paper(PaperType.device_operating_licence), a_paper(PaperType.device_operating_filing)
    distributor = CustomerKind.distributor

    assert missing(distributor, [Line(1, Regime.device_2)], [licence], TODAY) == []
    assert missing(distributor, [Line(1, Regime.device_3)], [filing], TODAY) == [
        MissingPaper(1, Regime.device_3, PaperType.device_operating_licence, Standing.none)
    ]


@pytest.mark.parametrize(
    ("given", "why", "ended_on"),
    [
        ({"state": "pending"}, Standing.pending, None),
        ({"state": "rejected"}, Standing.none, None),
        ({"valid_from": date(2026, 11, 23)}, Standing.not_yet, None),
        ({"valid_to": date(2026, 11, 21)}, Standing.expired, date(2026, 11, 21)),
        ({"scope": frozenset({"drug"})}, Standing.out_of_scope, None),
    ],
)
def test_a_paper_that_does_not_stand_is_named_with_why(given, why, ended_on):
    paper = a_paper(PaperType.device_operating_licence, **given)

    lacks = missing(CustomerKind.distributor, [Line(4, Regime.device_3)], [paper], TODAY)

    assert lacks == [MissingPaper(4, Regime.device_3, PaperType.device_operating_licence, why, ended_on)]


def test_the_first_and_the_last_day_of_a_paper_both_count():
    paper = a_paper(PaperType.drug_operating_licence, valid_from=TODAY, valid_to=TODAY)

    assert missing(CustomerKind.distributor, [Line(1, Regime.drug)], [paper], TODAY) == []


def test_a_renewal_that_waits_for_review_is_named_rather_than_the_expired_paper():
    papers = [
        a_paper(PaperType.drug_operating_licence, valid_to=date(2026, 1, 1)),
        a_paper(PaperType.drug_operating_licence, state="pending"),
    ]

    [lack] = missing(CustomerKind.distributor, [Line(1, Regime.drug)], papers, TODAY)

    assert (lack.why, lack.ended_on) == (Standing.pending, None)


def test_each_line_says_for_itself_what_it_lacks():
    lines = [Line(1, Regime.ruo), Line(2, Regime.device_3), Line(3, Regime.drug)]
    papers = [a_paper(PaperType.device_operating_licence)]

    assert [
        (lack.line, lack.paper_type) for lack in missing(CustomerKind.distributor, lines, papers, TODAY)
    ] == [(3, PaperType.drug_operating_licence)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 31), Standing.pending),
        (date(2026, 6, 1), Standing.valid),
        (date(2026, 12, 1), Standing.valid),
        (date(2026, 12, 2), Standing.expiring),
        (date(2027, 1, 1), Standing.expiring),
        (date(2027, 1, 2), Standing.expired),
    ],
)
def test_what_a_paper_was_and_will_be_on_a_day(on, expected):
    paper = a_paper(PaperType.drug_operating_licence, valid_to=date(2027, 1, 1), reviewed_on=date(2026, 6, 1))

    assert standing(paper, on) is expected


def test_the_refusal_lists_lines_papers_and_dates_in_words():
    refusal = QualificationMissing(
        (
            MissingPaper(
                2, Regime.device_3, PaperType.device_operating_licence, Standing.expired, date(2026, 5, 31)
            ),
            MissingPaper(3, Regime.drug, PaperType.drug_operating_licence, Standing.none),
        )
    )

    assert refusal.say("zh") == (
        "客户资质不满足，不能提交：第 2 行需要医疗器械经营许可证（已于 2026-05-31 到期）；"
        "第 3 行需要药品经营许可证（未提交）。请补交或更新证照，审核通过后再提交。"
    )
    assert "line 2 needs a device operating licence (ended on 2026-05-31)" in refusal.say("en")


papers = st.builds(
    PaperFacts,
    type=st.sampled_from(PaperType),
    state=st.sampled_from(["pending", "accepted", "rejected"]),
    valid_from=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    valid_to=st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    scope=st.frozensets(st.sampled_from([regime.value for regime in Regime]), max_size=2),
)
lines = st.lists(st.builds(Line, st.integers(1, 20), st.sampled_from(Regime)), max_size=5)


@given(kind=st.sampled_from(CustomerKind), lines=lines, held=st.lists(papers, max_size=6), extra=papers)
def test_one_more_paper_never_closes_the_gate_of_a_line(kind, lines, held, extra):
    lacking_before = {lack.line for lack in missing(kind, lines, held, TODAY)}
    lacking_after = {lack.line for lack in missing(kind, lines, [*held, extra], TODAY)}

    assert lacking_after <= lacking_before


@given(kind=st.sampled_from(CustomerKind), lines=lines)
def test_the_papers_that_are_asked_for_open_the_gate(kind, lines):
    asked_for = required_papers(kind, [line.regime for line in lines], TODAY)

    assert missing(kind, lines, [a_paper(type) for type in asked_for], TODAY) == []
