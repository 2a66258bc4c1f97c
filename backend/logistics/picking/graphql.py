"""Picking in GraphQL: mutations only; what is picked is read on the outbound."""

from backend.foundation.graphql.speaking import mutation, mutations
from backend.inventory.lots.rules import LotExpired, LotNotAccepted, LotOnHold
from backend.inventory.movements.rules import LotShort
from backend.inventory.scans.rules import ScanSourceUnknown, ScanUnfit, TypedWithoutReason
from backend.logistics.outbounds.rules import OutboundStands, PickIsAnothers
from backend.logistics.picking import commands, rules

_TASK = (OutboundStands, PickIsAnothers)
_LOT = (LotOnHold, LotNotAccepted, LotExpired, LotShort)

PickingMutations = mutations(
    "PickingMutations",
    mutation(
        commands.ConfirmPick,
        refuses=(
            *_TASK, *_LOT, ScanUnfit, ScanSourceUnknown, TypedWithoutReason, rules.UnknownCode, rules.WrongProduct,
            rules.LotNotOnCode, rules.NotTheProposedLot, rules.AmbiguousCode, rules.LineFull, rules.LineClosed,
            rules.SerialAlreadyScanned, rules.SerialIsOnePack, rules.SerialMissing, rules.NothingToPick,
            rules.PickKnown,
        ),
    ),
    mutation(commands.UndoPick, refuses=(*_TASK, rules.AlreadyUndone)),
    mutation(commands.ChangeLot, refuses=(*_TASK, *_LOT, rules.SameLot, rules.ReasonNeeded)),
    mutation(commands.CloseLine, refuses=(*_TASK, rules.LineClosed, rules.SameLot)),
)  # fmt: skip
