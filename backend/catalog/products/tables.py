"""Products: the master library, with regime, storage class, packs and prices."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.catalog.products.rules import REGISTERED, StorageClass
from backend.compliance.qualifications.rules import Regime
from backend.foundation.tables import Base, Synced, guarded


class Product(Base, Synced):
    """A thing that is sold, in its smallest sales pack. Which law governs it is `regime`; labels and gates follow."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint(f"regime in {tuple(regime.value for regime in Regime)}", name="regime_is_known"),
        CheckConstraint(
            f"storage_class in {tuple(storage.value for storage in StorageClass)}",
            name="storage_class_is_known",
        ),
        CheckConstraint(
            f"regime not in {tuple(sorted(regime.value for regime in REGISTERED))} or registration_number is not null",
            name="regulated_ones_are_registered",
        ),
        CheckConstraint("registered_to >= registered_from", name="registration_is_not_inverted"),
        CheckConstraint("pieces_per_case > 0", name="a_case_holds_something"),
        CheckConstraint("list_price > 0", name="price_is_positive"),
        CheckConstraint("tax_rate >= 0 and tax_rate < 1", name="tax_rate_is_a_fraction"),
        Index(None, "sort_key", "id"),
        {"info": guarded("product", portal="true")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    catalogue_number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    specification: Mapped[str]
    regime: Mapped[str]
    storage_class: Mapped[str]
    storage_text: Mapped[str]
    """The label's exact words: 2–8 ℃ 避光."""
    registration_number: Mapped[str | None]
    registration_holder: Mapped[str | None]
    """上市许可持有人, 注册人 or 备案人: who the number was given to; often not who makes it."""
    registered_from: Mapped[date | None]
    registered_to: Mapped[date | None]
    dosage_form: Mapped[str | None]
    """剂型; only drugs have one."""
    model: Mapped[str | None]
    """型号; only devices have one."""
    maker: Mapped[str]
    maker_licence: Mapped[str | None]
    unit: Mapped[str]
    pieces_per_case: Mapped[int]
    serialised: Mapped[bool] = mapped_column(server_default=text("false"))
    list_price: Mapped[Decimal]
    """Tax included, per piece, CNY."""
    tax_rate: Mapped[Decimal]
    search_key: Mapped[str]
    sort_key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ProductPack(Base, Synced):
    """A GTIN of the product and how many pieces it stands for: the piece itself, a case."""

    __tablename__ = "product_packs"
    __table_args__ = (
        CheckConstraint("pieces > 0", name="a_pack_holds_something"),
        Index(None, "product_id"),
        {"info": guarded("product", portal="true")},
    )

    gtin: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    pieces: Mapped[int]


class CustomerPrice(Base, Synced):
    """An agreed price of one product for one customer, valid from a day to a day (both inclusive)."""

    __tablename__ = "customer_prices"
    __table_args__ = (
        UniqueConstraint("customer_id", "product_id", "valid_from"),
        CheckConstraint("unit_price > 0", name="price_is_positive"),
        CheckConstraint("valid_to is null or valid_to >= valid_from", name="period_is_not_inverted"),
        Index(None, "product_id"),
        {"info": guarded("price", portal="customer_id = portal_customer()")},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID]
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    unit_price: Mapped[Decimal]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
