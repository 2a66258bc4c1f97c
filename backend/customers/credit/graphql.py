"""Credit in GraphQL: an edge of the customer."""

import strawberry

from backend.customers.credit.commands import SetCredit
from backend.customers.credit.rules import CreditTermsRefused
from backend.foundation.graphql.speaking import mutation, mutations
from backend.foundation.money import Fen


@strawberry.type(
    name="Credit", description="A customer's credit (信用额度): what is granted, used and free, in fen."
)
class CreditType:
    limit_fen: Fen
    used_fen: Fen
    free_fen: Fen
    terms_days: int


CreditMutations = mutations("CreditMutations", mutation(SetCredit, refuses=(CreditTermsRefused,)))
