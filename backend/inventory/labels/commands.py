"""Notes which labels of our own are printed."""

from dataclasses import dataclass

from backend.engines.print_templates.label_sheets import LabelForm
from backend.foundation.command import handles, plain
from backend.foundation.work import Work
from backend.inventory.labels.rules import LabelKind
from backend.inventory.rights import LABELS_PRINT


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintLabels:
    """Prints labels of these lots, this location, box or tote, or of an order's boxes.

    `names` says which: ids of lots and locations, the code of a box or tote, the number of an order. `labels` counts
    them all.
    """

    kind: LabelKind
    names: tuple[str, ...]
    labels: int
    form: LabelForm


@dataclass(frozen=True, slots=True)
class LabelsPrinted:
    """The audit log has it; the sheet may be made."""

    labels: int


@handles(PrintLabels, name="inventory.printLabels", needs=LABELS_PRINT)
async def print_labels(command: PrintLabels, work: Work) -> LabelsPrinted:
    """Nothing changes but the audit log: who printed how many of which. A label on the wrong box is found by it."""
    work.changed("label", work.command_id, None, plain(command))
    return LabelsPrinted(command.labels)
