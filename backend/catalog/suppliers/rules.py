"""What a supplier must be."""

from dataclasses import dataclass
from typing import ClassVar

from backend.foundation.refusal import Refusal


@dataclass
class SupplierKnown(Refusal):
    """A supplier of this name or number is in the file already."""

    zh: ClassVar[str] = "已有同名或同编号的供应商，请先搜索并使用已有档案。"
    en: ClassVar[str] = "A supplier of this name or number exists already. Search for it and use that file."
