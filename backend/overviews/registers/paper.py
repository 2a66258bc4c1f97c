"""A register as a sheet of paper, in the words of the law. Pure.

Sales and re-checks are a table for each law their goods fall under. A hand-over has four times as many fields and
several lots in several boxes: each delivery is a block of its own, with its facts, its goods and its boxes.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from backend.engines.print_templates.rules import Block, Column, Holds, Sheet, Table
from backend.overviews.registers.fields import (
    BOX_NUMBER,
    FAMILIES,
    FIELDS,
    THE_BOXES,
    THE_DELIVERY,
    THE_GOODS,
    Family,
    Field,
    family_of,
)
from backend.overviews.registers.rules import Chosen, RegisterKind
from backend.overviews.registers.words import ORDER_STATES, OUTCOMES, Speech

BETWEEN: Final = "／"
NOTHING: Final = "—"
BOXES: Final = "温控设备与温度"


def register_sheet(
    kind: RegisterKind,
    chosen: Chosen,
    rows: Sequence[Any],
    speech: Speech,
    issuer: str,
    printed_by: str,
    now: datetime,
) -> Sheet:
    by_delivery = kind is RegisterKind.handovers
    blocks = (
        tuple(_delivery(of, speech) for of in _by(rows, lambda row: row.delivery_id)) if by_delivery else ()
    )
    counted = (("配送", f"{len(blocks)} 次"),) if by_delivery else ()
    return Sheet(
        title=kind.zh,
        issuer=issuer,
        number="",
        head=(
            ("日期", _period(speech.day(chosen.first_day), speech.day(chosen.last_day))),
            ("批号", chosen.lot or "全部"),
            *counted,
            ("行数", str(len(rows))),
            ("打印人", printed_by),
            ("打印时间", speech.moment(now)),
        ),
        tables=_tables(kind, rows, speech) if not by_delivery or not rows else (),
        blocks=blocks,
    )


def _period(first: str, last: str) -> str:
    if first and last:
        return f"{first} 至 {last}"
    if first:
        return f"{first} 至今"
    return f"{last} 及以前" if last else "全部"


def _tables(kind: RegisterKind, rows: Sequence[Any], speech: Speech) -> tuple[Table, ...]:
    """Each of a table's columns holds the fields of one place; an empty one is a dash, so that all keep theirs."""
    return tuple(
        _joined(FIELDS[kind], family, [row for row in rows if family_of(row.regime) == family], speech)
        for family in FAMILIES
        if any(family_of(row.regime) == family for row in rows)
    ) or (Table(columns=(Column("记录"),), rows=(("没有符合条件的记录。",),)),)


def _joined(fields: Sequence[Field], family: Family, rows: Sequence[Any], speech: Speech) -> Table:
    places = sorted({field.paper for field in fields})
    groups = [[field for field in fields if field.paper == place] for place in places]
    return Table(
        heading=FAMILIES[family],
        columns=tuple(
            Column(BETWEEN.join(field.heading(family) for field in group), _holds(group)) for group in groups
        ),
        rows=tuple(
            tuple(BETWEEN.join(field.said(row, speech) or NOTHING for field in group) for group in groups)
            for row in rows
        ),
    )


def _holds(group: Sequence[Field]) -> Holds:
    """Numbers are never broken, where a column holds nothing else."""
    return "number" if all(field.holds == "number" for field in group) else "text"


def _delivery(rows: Sequence[Any], speech: Speech) -> Block:
    """One delivery: what is true of all of it, its goods by law, and its boxes, each once."""
    first = rows[0]
    goods = [(_family(of), of) for of in _by(rows, lambda row: family_of(row.regime))]
    boxes = _by(rows, lambda row: tuple(field.said(row, speech) for field in _of(THE_BOXES)))
    cold = [box[0] for box in boxes if any(field.said(box[0], speech) for field in _of(THE_BOXES))]
    return Block(
        heading="　".join(
            filter(None, (first.delivery_note_number, first.customer_name, _outcome(first, speech)))
        ),
        facts=tuple(_facts(rows, speech)),
        tables=(
            *(
                _table(FAMILIES[family], [*_of(THE_GOODS), BOX_NUMBER], family, of, speech)
                for family, of in goods
            ),
            *((_table(BOXES, _of(THE_BOXES), "other", cold, speech),) if cold else ()),
        ),
    )


def _outcome(row: Any, speech: Speech) -> str:
    return speech.code(row.outcome, OUTCOMES) or speech.pick(ORDER_STATES["handed_over"])


def _family(rows: Sequence[Any]) -> Family:
    return family_of(rows[0].regime)


def _of(place: int) -> list[Field]:
    return [field for field in FIELDS[RegisterKind.handovers] if field.paper == place]


def _facts(rows: Sequence[Any], speech: Speech) -> Iterable[tuple[str, str]]:
    """What is said of the delivery; what is not said of any of its goods is not asked of it."""
    for field in _of(THE_DELIVERY):
        said = dict.fromkeys(filter(None, (field.said(row, speech) for row in rows)))
        if said:
            yield field.zh, BETWEEN.join(said)


def _table(
    heading: str, fields: Sequence[Field], family: Family, rows: Sequence[Any], speech: Speech
) -> Table:
    """The fields of which something is said of any of the rows."""
    lines = [[field.said(row, speech) for field in fields] for row in rows]
    spoken = [place for place in range(len(fields)) if any(line[place] for line in lines)]
    return Table(
        heading=heading,
        columns=tuple(Column(fields[place].heading(family), fields[place].holds) for place in spoken),
        rows=tuple(tuple(line[place] or NOTHING for place in spoken) for line in lines),
    )


def _by(rows: Iterable[Any], key: Callable[[Any], object]) -> list[list[Any]]:
    """The rows that belong together, in the order in which the first of each came."""
    groups: dict[object, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
