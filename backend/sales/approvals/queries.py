"""Finds the limits by which orders are released."""

import msgspec
from sqlalchemy import select

from backend.engines.approvals.tables import ApprovalPolicy
from backend.foundation.reading import Query


class PolicyRow(msgspec.Struct, frozen=True, gc=False):
    released_up_to_fen: int
    director_above_fen: int
    finance_reviews: bool


POLICY = Query(
    PolicyRow,
    select(
        ApprovalPolicy.released_up_to_fen, ApprovalPolicy.director_above_fen, ApprovalPolicy.finance_reviews
    ),
)
