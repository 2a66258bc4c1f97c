"""The warehouse at work: picks by scanning, re-checks by another person, signed in rounds."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Final, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.demo.accounts import Account
from backend.demo.diary import working_days
from backend.demo.firm import Firm
from backend.demo.ready import PIN
from backend.demo.remarks import Remarks
from backend.demo.shelves import Shelves
from backend.foundation.recorder import Signing
from backend.foundation.refusal import Refusal
from backend.identity.passwords.commands import SetPassword, SetPin
from backend.identity.passwords.hashing import Passwords
from backend.identity.sessions.signing_in import Caller, SecretGiven, SigningIn
from backend.identity.sessions.tokens import AccessTokens
from backend.inventory.scans.rules import ScanInput
from backend.logistics.outbounds.commands import FinishPick, TakePick
from backend.logistics.outbounds.queries import LINES_OF_OUTBOUNDS, OUTBOUNDS_OF_ORDERS, PickLineRow
from backend.logistics.picking.commands import CloseLine, ConfirmPick
from backend.logistics.rechecks.commands import RecheckOutbounds
from backend.logistics.rechecks.queries import render
from backend.logistics.rechecks.rules import RECHECKED
from offline.digest import digest
from scanners import gs1

PICKERS: Final = ("chenli", "chenli", "fengtao")
RECHECKER: Final = "wuqian"
ROUNDS: Final = ((11, 30), (15, 30))
"""When the re-checker signs what was picked since."""
TYPED_REASONS: Final = ("标签结霜，扫不出", "盒上二维码被胶带盖住", "外标签磨损")

StopsAt = Literal["approved", "picking", "picked", "rechecked"]


@dataclass(frozen=True, slots=True)
class Released:
    """An approved order on its way through the warehouse. `stops_at`: where the people of today take it up."""

    order_id: UUID
    account: Account
    stops_at: StopsAt | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """An outbound that may leave."""

    outbound_id: UUID
    released: Released
    lines: tuple[PickLineRow, ...]


@dataclass
class Warehouse:
    """Who picks what, what awaits the re-checker, and what awaits its driver."""

    firm: Firm
    gtins: dict[UUID, str]
    signing_in: SigningIn
    remarks: Remarks
    picked: list[tuple[UUID, Released]] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)
    scans: int = 0

    def note_pick(self, released: Released) -> None:
        """Notes when an approved order is picked; one that stops as approved waits for the pickers of today."""
        if released.stops_at != "approved":
            at = self.firm.diary.after(self.firm.clock.now(), self.firm.dice.randint(15, 120))
            self.firm.diary.note(at, partial(self._pick, released))

    def note_rounds(self, first: date, last: date) -> None:
        """Notes every round of the re-checker."""
        for day in working_days(first + timedelta(days=1), last):
            for hour, minute in ROUNDS:
                self.firm.diary.note(self.firm.diary.moment(day, hour, minute), self._recheck)

    async def _pick(self, released: Released) -> None:
        picker = self.firm.dice.choice(PICKERS)
        async with self.firm.house.reading(self.firm.people[picker]) as reading:
            outbound = (await reading.all(OUTBOUNDS_OF_ORDERS, ids=[released.order_id]))[0]
            lines = await reading.all(LINES_OF_OUTBOUNDS, ids=[outbound.id])
        if outbound.state != "open":
            return  # Cancelled meanwhile.
        await self.firm.do(TakePick(outbound_id=outbound.id), picker)
        for line in lines[: len(lines) // 2] if released.stops_at == "picking" else lines:
            await self._pick_line(line, picker)
        if released.stops_at == "picking":
            return
        await self.firm.do(FinishPick(outbound_id=outbound.id), picker)
        await self.remarks.of_pick(released.order_id, picker)
        if released.stops_at != "picked":
            self.picked.append((outbound.id, released))

    async def _pick_line(self, line: PickLineRow, picker: str) -> None:
        """Scanned, or typed with a reason where the code cannot be read; one in sixty finds a piece broken."""
        self.scans += 1
        short = self.scans % 60 == 0 and line.to_pick > 1
        command = ConfirmPick(
            pick_id=self.firm.new_id(),
            pick_line_id=line.id,
            scan=self._scan(line),
            quantity=line.to_pick - 1 if short else line.to_pick,
        )
        try:
            await self.firm.do(command, picker)
        except Refusal:
            # Stopped by quality or expired since it was reserved: the line is closed, and quality looks at it.
            await self.firm.do(CloseLine(pick_line_id=line.id, why="short"), picker)
        else:
            if short:
                await self.firm.do(CloseLine(pick_line_id=line.id, why="broken"), picker)

    def _scan(self, line: PickLineRow) -> ScanInput:
        if self.scans % 27 == 0:
            reason = self.firm.dice.choice(TYPED_REASONS)
            return ScanInput(raw_text=line.lot_number, source="typed", reason=reason)
        elements = (
            ("01", self.gtins[line.product_id]),
            ("17", f"{line.expires_on:%y%m%d}"),
            ("10", line.lot_number),
        )
        text = gs1.build(elements, year=self.firm.clock.now().year)
        if isinstance(text, gs1.Fault):
            raise TypeError(f"no label can say {elements}: {text}")
        source = "camera" if self.scans % 3 else "wedge"
        return ScanInput(raw_text=text, source=source, symbology="]d2")

    async def _recheck(self) -> None:
        """Signs all that was picked, at once; where one of them may not go out, each by itself."""
        waiting, self.picked = self.picked, []
        if not waiting:
            return
        try:
            await self._sign([id for id, _ in waiting])
            signed = waiting
        except Refusal:
            signed = [one for one in waiting if await self._signed_alone(one[0])]
        await self.firm.draw_papers()
        for outbound_id, released in signed:
            if released.stops_at != "rechecked":
                self.checked.append(Checked(outbound_id, released, await self._lines(outbound_id)))

    async def _signed_alone(self, outbound_id: UUID) -> bool:
        try:
            await self._sign([outbound_id])
        except Refusal:
            return False
        return True

    async def _sign(self, outbound_ids: list[UUID]) -> None:
        """As the page does it: what the server renders is shown, its digest is signed with the PIN."""
        rechecker = self.firm.people[RECHECKER]
        ids = sorted(outbound_ids)
        async with self.firm.house.reading(rechecker) as reading:
            shown = digest((await render(reading, ids, "zh")).document)
        proof = await self.signing_in.reauthenticate(
            rechecker,
            SecretGiven("pin", PIN),
            RECHECKED.name,
            shown,
            Caller(host="127.0.0.1", device_mark=b"demo"),
        )
        command = RecheckOutbounds(outbound_ids=tuple(ids), signing=Signing(proof=proof, digest=shown))
        await self.firm.do(command, RECHECKER)

    async def _lines(self, outbound_id: UUID) -> tuple[PickLineRow, ...]:
        async with self.firm.house.reading(self.firm.people[RECHECKER]) as reading:
            lines = await reading.all(LINES_OF_OUTBOUNDS, ids=[outbound_id])
        return tuple(line for line in lines if line.picked > 0)


async def opened_warehouse(firm: Firm, shelves: Shelves, remarks: Remarks) -> Warehouse:
    """The re-checker gets a PIN for signing in those months.

    Its hash is of the cheap profile, for there are a hundred signatures and the real one takes a tenth of a second
    each; nobody can sign in while the world is made, and before anybody can, the start sets a real one.
    """
    passwords = Passwords("test")
    await firm.do(SetPassword(password_hash=await passwords.hashed(PIN)), RECHECKER)
    await firm.do(SetPin(pin_hash=await passwords.hashed(PIN)), RECHECKER)
    signing_in = SigningIn(firm.house, AccessTokens(Ed25519PrivateKey.generate()), passwords)
    return Warehouse(firm, {stocked.id: stocked.gtin for stocked in shelves.stocked}, signing_in, remarks)
