"""Re-checks in GraphQL: what is signed is read by `signable(kind: "outbound", …)`."""

from backend.compliance.signatures.rules import ProofNotValid, SignedSomethingElse
from backend.foundation.graphql.speaking import mutation, mutations
from backend.inventory.lots.rules import LotExpired, LotNotAccepted, LotOnHold
from backend.logistics.outbounds.rules import OutboundStands
from backend.logistics.rechecks import commands, rules
from backend.sales.orders.rules import ReasonMissing

RecheckMutations = mutations(
    "RecheckMutations",
    mutation(
        commands.RecheckOutbounds,
        refuses=(
            ProofNotValid, SignedSomethingElse, OutboundStands, LotOnHold, LotNotAccepted, LotExpired,
            rules.CheckerIsPicker, rules.AlreadyRechecked, rules.QualityNotAccepted, rules.TooManyTogether,
        ),
    ),
    mutation(commands.ReturnToPicker, refuses=(OutboundStands, ReasonMissing)),
)  # fmt: skip
