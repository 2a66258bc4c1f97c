/** The rescue file: everything that is not done, signed as it is, for a colleague's hands when this phone is failing. */
import type { PhoneQueue } from "./queue";

export async function saveRescueFile(
  queue: Pick<PhoneQueue, "rescueFile">,
  now: Date = new Date(),
): Promise<void> {
  const address = URL.createObjectURL(new Blob([await queue.rescueFile()], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `lotline-rescue-${now.toISOString().slice(0, 16).replaceAll(":", "")}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
