"""Notes what leaves the house."""

from dataclasses import dataclass

from backend.foundation.command import handles, plain
from backend.foundation.work import Work
from backend.overviews.registers.rules import Chosen, Form, RegisterKind
from backend.overviews.rights import REGISTERS_READ


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscloseRegister:
    """Takes the chosen part of a register out of the house as a file of so many rows."""

    register: RegisterKind
    form: Form
    chosen: Chosen
    rows: int


@dataclass(frozen=True, slots=True)
class RegisterDisclosed:
    """The audit log has it; the file may be made."""

    rows: int


@handles(DiscloseRegister, name="overviews.discloseRegister", needs=REGISTERS_READ)
async def disclose_register(command: DiscloseRegister, work: Work) -> RegisterDisclosed:
    """Nothing changes but the audit log: who took what, by which choice."""
    work.changed("register", work.command_id, None, plain(command))
    return RegisterDisclosed(command.rows)
