/** The phone's own key: ECDSA P-256, made here, never readable, one for each person on this phone. */
import { base64url } from "@offline/signature";
import { ONLY, type KeptDevice, type PersonalDatabase } from "./personalDatabase";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };

/** The device of this person on this phone; made when first asked for, also without a network. */
export async function deviceOf(database: PersonalDatabase, newId: () => string): Promise<KeptDevice> {
  const known = await keptDevice(database);
  if (known !== null) return known;
  const keys = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
  const made: KeptDevice = { id: newId(), keys, enrolled: false };
  return await database.use(async (db) => {
    const transaction = db.transaction("device", "readwrite", { durability: "strict" });
    // Another tab may have made one meanwhile: the first one stands.
    const first = await transaction.store.get(ONLY);
    if (first === undefined) void transaction.store.put(made, ONLY);
    await transaction.done;
    return first ?? made;
  });
}

export async function keptDevice(database: PersonalDatabase): Promise<KeptDevice | null> {
  return await database.use(async (db) => (await db.get("device", ONLY)) ?? null);
}

export async function markEnrolled(database: PersonalDatabase, enrolled: boolean): Promise<void> {
  await database.use(async (db) => {
    const transaction = db.transaction("device", "readwrite");
    const device = await transaction.store.get(ONLY);
    if (device !== undefined) void transaction.store.put({ ...device, enrolled }, ONLY);
    await transaction.done;
  });
}

export async function publicKeyOf({ keys }: KeptDevice): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey)));
}

export function signWith({ keys }: KeptDevice): (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer> {
  return (bytes) => crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, keys.privateKey, bytes);
}
