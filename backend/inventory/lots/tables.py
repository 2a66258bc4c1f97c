"""Lots: one maker's batch of one product with one expiry, and its quality state."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from backend.catalog.products.tables import Product
from backend.foundation.tables import Base, Synced, guarded
from backend.inventory.lots.rules import LotFacts

# What a customer's person may see: lots that went to their own firm, as the ledger says.
PORTAL = (
    "exists (select 1 from movements m where m.lot_id = lots.id"
    " and m.account = 'customer' and m.holder_id = portal_customer())"
)

# The words that makers print; scanners/printed_expiry knows what each means.
EXPIRY_WORDS = "expiry_word in ('有效期至', '使用期限', 'EXP', 'USE BY', '失效期', '失效日期')"


class Lot(Base, Synced):
    """(product, lot number, expiry) is the key: one lot number may come with two expiries. Expired is computed."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("product_id", "lot_number", "expires_on"),
        CheckConstraint(
            "state in ('pending', 'accepted', 'on_hold', 'rejected', 'recalled')", name="state_is_known"
        ),
        # GS1 General Specifications, figure 7.11-1: the 82 characters of AI (10), at most 20 of them.
        CheckConstraint("""lot_number ~ '^[!-"%-?A-Z_a-z]{1,20}$'""", name="lot_number_fits_a_label"),
        CheckConstraint("made_on is null or made_on < expires_on", name="made_before_it_expires"),
        CheckConstraint(
            "(expiry_word is null) = (expiry_printed is null)", name="an_expiry_in_print_has_its_word"
        ),
        CheckConstraint(EXPIRY_WORDS, name="expiry_word_is_known"),
        CheckConstraint("length(expiry_printed) between 1 and 20", name="expiry_printed_is_bounded"),
        CheckConstraint(
            "state = 'pending' or (state_by is not null and state_at is not null)",
            name="a_state_has_a_person_and_a_time",
        ),
        CheckConstraint(
            "state in ('pending', 'accepted') or state_reason is not null", name="a_stop_says_why"
        ),
        CheckConstraint(
            "(state = 'on_hold') = (held_from is not null)", name="a_hold_knows_what_it_interrupted"
        ),
        CheckConstraint("held_from in ('pending', 'accepted')", name="held_from_is_known"),
        Index(None, "product_id", "expires_on"),
        Index(None, "expires_on", "id"),
        {"info": guarded("lot", portal=PORTAL)},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    lot_number: Mapped[str]
    """As on the label: capitals and small letters differ."""
    expires_on: Mapped[date]
    expiry_word: Mapped[str | None]
    """The maker's word (有效期至, 失效期 …) where a person copied the label; `expires_on` is what follows from it."""
    expiry_printed: Mapped[str | None]
    """The date beside that word, as printed."""
    made_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(server_default="pending")
    held_from: Mapped[str | None]
    """The state that a hold interrupted, and to which a release returns: a hold never replaces an inspection."""
    state_by: Mapped[UUID | None]
    state_at: Mapped[datetime | None]
    state_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def facts(self) -> LotFacts:
        """What rules decide by."""
        return LotFacts(
            id=self.id,
            product_id=self.product_id,
            lot_number=self.lot_number,
            expires_on=self.expires_on,
            state=self.state,
            state_reason=self.state_reason,
        )
