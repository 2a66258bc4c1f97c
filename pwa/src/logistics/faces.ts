/** How the floor's offline commands look in the list of what waits or needs somebody. */
import type { CommandFaces } from "@/sync/faces";

export const logisticsFaces: CommandFaces = {
  "logistics.confirmPick": { title: "logistics.facePick" },
  "logistics.undoPick": { title: "logistics.faceUndo" },
  "logistics.closeLine": { title: "logistics.faceClose" },
  "logistics.finishPick": { title: "logistics.faceFinish" },
  "logistics.confirmDelivery": {
    title: "logistics.faceDelivery",
    about: ({ receiverName }) => (typeof receiverName === "string" ? receiverName : null),
  },
};
