/** What a person did on this phone, as pages show it: each command with its input and how far it has come. */
import { isJson, isObject, parsedJson, type JsonObject } from "@offline/digest";
import { EMPTY_META, type QueueRecord, type QueueState, type QueueStore } from "@offline/queueStore";
import { standing, type Standing } from "@offline/summary";

export interface QueuedCommand {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly input: JsonObject;
  readonly madeAt: string;
  readonly standing: Standing;
  /** The refusal's name and sentence, where the server said no. */
  readonly refusal: string | null;
  readonly message: string | null;
  /** Files that the server does not have yet. */
  readonly filesLeft: number;
}

/** The stored queue of one person as last read, with what each command says. */
export interface Shown {
  readonly of: string | null;
  readonly state: QueueState;
  readonly inputs: ReadonlyMap<string, JsonObject>;
}

export const NOTHING: Shown = { of: null, state: { meta: EMPTY_META, records: [] }, inputs: new Map() };

/** Reads the queue; what a command says never changes, so it is read once. */
export async function read(store: QueueStore, known: Shown): Promise<Omit<Shown, "of">> {
  const state = await store.read();
  const unread = state.records.filter(({ id }) => !known.inputs.has(id)).map(({ id }) => id);
  const inputs = new Map<string, JsonObject>();
  for (const { id } of state.records) {
    const input = known.inputs.get(id);
    if (input !== undefined) inputs.set(id, input);
  }
  for (const { envelope } of await store.sealed(unread)) {
    const said = parsedJson(envelope);
    if (isObject(said) && typeof said["id"] === "string" && isJsonObject(said["input"])) {
      inputs.set(said["id"], said["input"]);
    }
  }
  return { state, inputs };
}

/** Without the decisions about others, which are no business of their own. */
export function queuedCommands({ state, inputs }: Shown): readonly QueuedCommand[] {
  return state.records
    .filter(({ decidesAbout }) => decidesAbout === null)
    .map((record) => queuedCommand(record, inputs.get(record.id) ?? {}));
}

/**
 * A snapshot with what this phone has done since laid over it: `change` gives the data after one command, and is called
 * for each that the snapshot cannot show yet. A refused one has no effect, so nothing has to be rolled back.
 */
export function overlaid<Data>(
  snapshot: Data,
  commands: readonly QueuedCommand[],
  change: (data: Data, command: QueuedCommand) => Data,
): Data {
  return commands
    .filter(({ standing: how }) => how === "savedHere" || how === "sent")
    .reduce((data, command) => change(data, command), snapshot);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return isObject(value) && isJson(value);
}

function queuedCommand(record: QueueRecord, input: JsonObject): QueuedCommand {
  const { id, name, entity, madeAt, outcome } = record;
  const refused = outcome?.kind === "refused" ? outcome : null;
  return {
    id,
    name,
    entity,
    input,
    madeAt,
    standing: standing(record),
    refusal: refused?.refusal ?? null,
    message: refused?.message ?? null,
    filesLeft: record.attachments.filter(({ offset, size }) => offset < size).length,
  };
}
