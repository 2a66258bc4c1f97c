/** How orders look in the list of what waits or needs somebody, and where a refused one is put right. */
import type { JsonObject } from "@offline/digest";
import type { CommandFaces } from "@/sync/faces";
import { contentIn } from "./orders/queuedOrders";

const about = (input: JsonObject): string | null => {
  const title = contentIn(input)["invoiceTitle"];
  return typeof title === "string" ? title : null;
};
const fix = (input: JsonObject, id: string) => ({
  name: "order-form",
  params: { orderId: String(input["orderId"]) },
  query: { fix: id },
});

export const salesFaces: CommandFaces = {
  "sales.submitOrder": { title: "sales.faceSubmit", about, fix },
  "sales.addRemark": {
    title: "sales.faceRemark",
    about: ({ text }) => (typeof text === "string" ? text : null),
    fix: (_input, id) => ({ name: "remark-again", params: { commandId: id } }),
  },
  "sales.saveDraft": { title: "sales.faceDraft", about },
};
