"""A line of ``corrections.csv``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Digest = Annotated[str, StringConstraints(strip_whitespace=True, pattern="^[0-9a-f]{64}$")]
_Number = Annotated[float | None, BeforeValidator(lambda text: text.strip() or None)]


class CorrectionLine(BaseModel):
    """The value that was read in a cell of a document, and the one after review; empty: none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    document_id: _Digest
    cell: _Text
    old_value: _Number
    new_value: _Number
    reason: _Text
    corrected_on: date
