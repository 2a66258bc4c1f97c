/**
 * One run of the sender: the device is enrolled, the envelopes go, then their attachments, and what waited for a file is
 * asked about again. Killed anywhere, it is started again and does nothing twice.
 */
import { parsedJson, isObject } from "@offline/digest";
import { isOpen } from "@offline/queue";
import type { HttpAnswer } from "@offline/reply";
import { drain, type Drained, type Sender } from "@offline/sending";
import { deviceOf, markEnrolled, publicKeyOf } from "@/platform/deviceKey";
import type { PersonalDatabase } from "@/platform/personalDatabase";
import type { PhoneQueueStore } from "@/platform/queueStore";
import { enrol, replay, type Connection } from "./connection";
import { uploadAll } from "./uploading";

export interface Runner {
  readonly database: PersonalDatabase;
  readonly store: PhoneQueueStore;
  readonly connection: Connection;
  readonly newId: () => string;
  readonly deviceName: string;
  readonly now: () => number;
  readonly dice: () => number;
  readonly online: () => boolean;
}

/** `enrolmentRefused`: the server does not take this device (too many, perhaps); its sentence says what to do. */
export type Ran = Drained | { readonly kind: "enrolmentRefused"; readonly message: string };

export async function run(runner: Runner, woken: boolean): Promise<Ran> {
  const { store, connection } = runner;
  const state = await store.read();
  if (state.records.length === 0) return { kind: "rest", until: null };
  if (!runner.online()) return { kind: "rest", until: null };
  const enrolled = await enrolledAtServer(
    runner,
    state.meta.fault?.kind === "notTaken" && isUnknown(state.meta.fault.problem),
  );
  if (enrolled !== "enrolled") return enrolled;
  const sender: Sender = {
    store,
    send: (batch) => replay(connection, batch),
    now: runner.now,
    dice: runner.dice,
    online: runner.online,
  };
  const first = await drain(sender, woken);
  if (first.kind !== "rest") return first;
  const before = (await store.read()).records.flatMap(({ attachments }) => attachments).filter(isLeft).length;
  if (before === 0) return first;
  await uploadAll(store, connection);
  const after = await store.read();
  const waited = after.records.some((record) => isOpen(record) && record.attachments.length > 0);
  return waited ? await drain(sender, true) : first;
}

async function enrolledAtServer(runner: Runner, forgotten: boolean): Promise<"enrolled" | Ran> {
  const device = await deviceOf(runner.database, runner.newId);
  if (device.enrolled && !forgotten) return "enrolled";
  const publicKey = await publicKeyOf(device);
  const said = readEnrolment(
    await enrol(runner.connection, { deviceId: device.id, name: runner.deviceName, publicKey }),
  );
  if (said.kind === "enrolled") {
    await markEnrolled(runner.database, true);
    return "enrolled";
  }
  if (said.kind === "refused") return { kind: "enrolmentRefused", message: said.message };
  return said.kind === "signedOut"
    ? { kind: "paused" }
    : { kind: "rest", until: runner.now() + ENROL_AGAIN_MS };
}

const ENROL_AGAIN_MS = 30_000;
const isUnknown = (problem: string): boolean => problem === "UnknownDevice";
const isLeft = ({ offset, size }: { readonly offset: number; readonly size: number }): boolean =>
  offset < size;

type Enrolment =
  | { readonly kind: "enrolled" | "signedOut" | "later" }
  | { readonly kind: "refused"; readonly message: string };

/** Only our server's own word enrols; everything else is tried again. */
export function readEnrolment(answer: HttpAnswer | null): Enrolment {
  if (answer === null) return { kind: "later" };
  if (answer.status === 401) return { kind: "signedOut" };
  const said = parsedJson(answer.body);
  const data = isObject(said) ? said["data"] : null;
  const result = isObject(data) ? data["enrolDevice"] : null;
  if (answer.status !== 200 || !isObject(result)) return { kind: "later" };
  if (result["__typename"] === "DeviceEnrolled") return { kind: "enrolled" };
  return typeof result["message"] === "string"
    ? { kind: "refused", message: result["message"] }
    : { kind: "later" };
}
