"""Events: what has happened, told after the commit to whoever listens. Calls go down the layers, events come up."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from backend.foundation.house import House


@dataclass(frozen=True, kw_only=True)
class Event:
    """The base of every event; subclasses are frozen dataclasses of ids and plain facts.

    `about` names the thing whose events must be delivered in order, such as an order's id.
    """

    name: ClassVar[str]

    @property
    def about(self) -> UUID:
        raise NotImplementedError(f"{type(self).__name__} does not say what it is about")


E = TypeVar("E", bound=Event)

Reaction = Callable[[Any], Iterable[object]]
Delivery = Callable[[Any, "House", UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Listener:
    """One who hears of an event, in a delivery of its own: either a reaction or an outside delivery.

    A reaction answers with commands, which the system performs under ids derived from (event, listener, position),
    so that being told twice does nothing twice. A delivery talks to the outside world and gets the outbox row's id
    as its key for repeats.
    """

    name: str
    event: type[Event]
    reaction: Reaction | None = None
    delivery: Delivery | None = None


_LISTENERS: dict[str, Listener] = {}
_EVENTS: dict[str, type[Event]] = {}


def listens(event: type[E], *, name: str) -> Callable[[Callable[[E], Iterable[object]]], Reaction]:
    """Registers a reaction: a pure function from the event to the commands that answer it."""

    def register(reaction: Callable[[E], Iterable[object]]) -> Reaction:
        _register(Listener(name, event, reaction=reaction))
        return reaction

    return register


def delivers(
    event: type[E], *, name: str
) -> "Callable[[Callable[[E, House, UUID], Awaitable[None]]], Delivery]":
    """Registers a delivery to the outside world; raising makes the outbox try again later."""

    def register(delivery: "Callable[[E, House, UUID], Awaitable[None]]") -> Delivery:
        _register(Listener(name, event, delivery=delivery))
        return delivery

    return register


def _register(listener: Listener) -> None:
    if listener.name in _LISTENERS:
        raise ValueError(f"{listener.name} listens twice")
    _LISTENERS[listener.name] = listener
    _EVENTS[listener.event.name] = listener.event


def listeners_of(event: Event) -> tuple[Listener, ...]:
    """Who hears of this event, by name."""
    return tuple(listener for _, listener in sorted(_LISTENERS.items()) if isinstance(event, listener.event))


def listener_named(name: str) -> Listener | None:
    """The listener of that name; None when a later version has dropped it."""
    return _LISTENERS.get(name)
