from datetime import UTC, datetime

from offline.effect import take_effect
from offline.limits import EFFECTS_PER_REPLAY_MAX
from offline.outcome import Applied, Transient, Waiting, again
from tests.offline.effect_vectors import ScriptedApply, said, seal_chain
from tests.offline.memory_store import MemoryStore
from tests.offline.phone import DEVICE, OUR_KEY, uuid7
from tests.offline.vectors import each

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def _store() -> MemoryStore:
    return MemoryStore(keys={DEVICE: OUR_KEY.public_key()})


def _plain(label: str, entity: str):
    return {"label": label, "name": "sales.changeOrder", "entity": entity, "dependsOn": []}


@each("effect")
async def test_effect_keeps_the_order_of_an_entity_and_of_dependencies(vector):
    stated = vector["input"]
    chain = seal_chain(stated["chain"])
    labels = {held.digest: one["label"] for held, one in zip(chain, stated["chain"], strict=True)}
    label_of_id = {uuid7(label): label for label in [*labels.values(), "Z"]}
    store, apply = _store(), ScriptedApply(stated["outcomes"], labels)

    for kept, expected in zip(stated["keptAtRun"], vector["expect"]["runs"], strict=True):
        for held in chain[len(store.kept) : kept]:
            assert await store.hold(held)
        settled = {held.digest: await store.outcome_of(held.digest) for held in chain[:kept]}
        apply.tried.clear()

        effects = await take_effect(
            device=DEVICE, store=store, apply=apply, physical_facts=stated["physicalFacts"]
        )

        assert apply.tried == expected["tried"]
        standing = {
            labels[digest]: said(again(before) if before else effects.of(digest), label_of_id)
            for digest, before in settled.items()
        }
        assert {label: standing[label] for label in expected["standing"]} == expected["standing"]


async def test_one_answer_applies_a_hundred_and_leaves_the_rest_for_the_next():
    chain = seal_chain([_plain(f"A{at}", f"order:o{at}") for at in range(EFFECTS_PER_REPLAY_MAX + 5)])
    labels = {held.digest: str(held.envelope.sequence) for held in chain}
    store, apply = _store(), ScriptedApply({}, labels)
    for held in chain:
        await store.hold(held)

    first = await take_effect(device=DEVICE, store=store, apply=apply, physical_facts=())
    second = await take_effect(device=DEVICE, store=store, apply=apply, physical_facts=())

    assert (len(first.tried), len(second.tried)) == (100, 5)
    assert first.of(chain[104].digest) == Waiting()
    assert apply.tried == [str(at) for at in range(1, 106)]


async def test_a_transient_answer_is_not_stored():
    [held] = seal_chain([_plain("A", "order:o")])
    store = _store()
    await store.hold(held)
    apply = ScriptedApply({"A": ["transient"]}, {held.digest: "A"})

    effects = await take_effect(device=DEVICE, store=store, apply=apply, physical_facts=())

    assert effects.of(held.digest) == Transient()
    assert await store.outcome_of(held.digest) is None


async def test_the_first_outcome_stands():
    [held] = seal_chain([_plain("A", "order:o")])
    store = _store()
    await store.hold(held)

    await store.settle(held, Applied(result="first"))
    await store.settle(held, Applied(result="second"))

    assert await store.outcome_of(held.digest) == Applied(result="first")
