"""Whose turn it is: which envelopes in custody may take effect now, and what the others wait for.

Envelopes of one entity go in their device's order, and each after those it depends on. What needs a person
(refused, conflict, quarantined) stops its entity and its dependents and nobody else. A physical fact does
not wait for a person: the goods have left the hand, whatever the office thinks of an earlier step. A
superseding envelope stands in the place of the one it supersedes; a discarded one is passed over, but
those that depend on it are told.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from offline.controls import MalformedControl, control_of
from offline.custody import HeldEnvelope
from offline.outcome import Applied, Final, Replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseded:
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Discarded:
    pass


Resolution: TypeAlias = Superseded | Discarded


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An envelope in custody, with what came of it and what a person decided about it."""

    held: HeldEnvelope
    outcome: Final | None = None
    resolution: Resolution | None = None

    @property
    def id(self) -> str:
        return self.held.envelope.id

    @property
    def done(self) -> bool:
        return isinstance(self.outcome, (Applied, Replayed))

    @property
    def undecided(self) -> bool:
        """Its effect may still come."""
        return self.outcome is None and self.resolution is None

    @property
    def in_the_way(self) -> bool:
        """Neither done nor given up, so what comes after it does not pass it."""
        return not self.done and not isinstance(self.resolution, Discarded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """`due` in the order to try; `waiting` maps digests to the command ids waited for."""

    due: tuple[HeldEnvelope, ...]
    waiting: Mapping[str, tuple[str, ...]]
    dependency_discarded: tuple[tuple[HeldEnvelope, str], ...]
    key_reused: tuple[HeldEnvelope, ...]


def first_by_id(entries: Iterable[Entry], device: str) -> dict[str, Entry]:
    """An id belongs to the first envelope that bears it, this device's own before another's."""
    found: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda e: (e.held.envelope.device != device, e.held.envelope.sequence)):
        found.setdefault(entry.id, entry)
    return found


def turns(entries: Sequence[Entry], *, device: str, physical_facts: Collection[str]) -> Turns:
    """`entries` hold all of the device's chain that is not done, and whatever those name (of any device)."""
    by_id = first_by_id(entries, device)
    own = [entry for entry in entries if entry.held.envelope.device == device]
    places = _inherited_places(own, by_id)
    ordered = sorted(
        (entry for entry in own if by_id[entry.id] is entry),
        key=lambda entry: (places.get(entry.id, entry.held.envelope.sequence), entry.held.envelope.sequence),
    )
    waits = _waits(ordered, by_id)
    lost = {
        one: dependency
        for one, dependency in _lost_dependencies(ordered, by_id).items()
        if by_id[one].held.envelope.name not in physical_facts
    }
    stuck = _stuck(ordered, waits, physical_facts)
    ready = {
        one
        for one, needs in waits.items()
        if one not in lost
        and not (needs - stuck if by_id[one].held.envelope.name in physical_facts else needs)
    }
    # A decision about a command whose turn it is would race with it: the command is tried first.
    early = {e.id: target for e in ordered if e.id in ready and (target := _target(e)) in ready}
    ready -= early.keys()
    return Turns(
        due=tuple(entry.held for entry in ordered if entry.id in ready),
        waiting={
            by_id[one].held.digest: (early[one],) if one in early else tuple(sorted(needs))
            for one, needs in waits.items()
            if one not in ready and one not in lost
        },
        dependency_discarded=tuple((by_id[one].held, dependency) for one, dependency in lost.items()),
        key_reused=tuple(entry.held for entry in own if by_id[entry.id] is not entry and entry.undecided),
    )


def successor(id: str, by_id: Mapping[str, Entry]) -> str:
    """The id that stands for `id` after every superseding; a circle, which only a broken device makes,
    ends.
    """
    passed = {id}
    stands = id
    while (entry := by_id.get(stands)) and isinstance(entry.resolution, Superseded):
        stands = entry.resolution.by
        if stands in passed:
            break
        passed.add(stands)
    return stands


def _inherited_places(own: Sequence[Entry], by_id: Mapping[str, Entry]) -> dict[str, int]:
    """By id of a superseding envelope the sequence of the first one in whose place it stands."""
    places: dict[str, int] = {}
    for entry in sorted(own, key=lambda entry: entry.held.envelope.sequence):
        if isinstance(entry.resolution, Superseded):
            places.setdefault(successor(entry.id, by_id), entry.held.envelope.sequence)
    return places


def _waits(ordered: Sequence[Entry], by_id: Mapping[str, Entry]) -> dict[str, set[str]]:
    """For each undecided envelope the ids in its way: the one before it in its entity, and unmet
    dependencies.
    """
    waits: dict[str, set[str]] = {}
    last_of_entity: dict[str, str] = {}
    for entry in ordered:
        envelope = entry.held.envelope
        if entry.undecided:
            needs = {successor(dependency, by_id) for dependency in envelope.depends_on}
            waits[entry.id] = {need for need in needs if _is_unmet(need, by_id)}
            if envelope.entity in last_of_entity:
                waits[entry.id].add(last_of_entity[envelope.entity])
        if (blocker := _blocker(entry, by_id)) is not None:
            last_of_entity[envelope.entity] = blocker
    return waits


def _blocker(entry: Entry, by_id: Mapping[str, Entry]) -> str | None:
    """The id that a later one of the same entity has to wait for on account of this one."""
    if not isinstance(entry.resolution, Superseded):
        return entry.id if entry.in_the_way else None
    stands = successor(entry.id, by_id)
    if stands in by_id and by_id[stands].held.envelope.entity == entry.held.envelope.entity:
        return None  # It comes next in the order and speaks for itself.
    return stands if _is_unmet(stands, by_id) else None


def _is_unmet(id: str, by_id: Mapping[str, Entry]) -> bool:
    return id not in by_id or by_id[id].in_the_way


def _lost_dependencies(ordered: Sequence[Entry], by_id: Mapping[str, Entry]) -> dict[str, str]:
    """The undecided envelopes of which a dependency was discarded, with that dependency."""
    lost: dict[str, str] = {}
    for entry in ordered:
        for dependency in entry.held.envelope.depends_on if entry.undecided else ():
            stands = by_id.get(successor(dependency, by_id))
            if stands and isinstance(stands.resolution, Discarded) and not stands.done:
                lost.setdefault(entry.id, dependency)
    return lost


def _stuck(
    ordered: Sequence[Entry], waits: Mapping[str, set[str]], physical_facts: Collection[str]
) -> set[str]:
    """Those that need a person, and those that wait for them."""
    stuck = {entry.id for entry in ordered if entry.in_the_way and entry.outcome and not entry.resolution}
    may_wait = {e.id for e in ordered if e.id in waits and e.held.envelope.name not in physical_facts}
    while more := {one for one in may_wait - stuck if waits[one] & stuck}:
        stuck |= more
    return stuck


def _target(entry: Entry) -> str | None:
    try:
        control = control_of(entry.held.envelope)
    except MalformedControl:
        return None
    return control.command if control else None
