/** Today's stops of the driver, and everything of each stop put on the phone while there is network. */
import { computed, watch, type ComputedRef } from "vue";
import { useGraphQL, useLive, type Query } from "@/graphql/useQuery";
import { useSession } from "@/platform/session";
import { OrderRemarksDocument } from "@/sales/remarks/orderRemarks.graphql";
import { remarksAsked } from "@/sales/remarks/remarks";
import { useQueue } from "@/sync/queue";
import type { QueuedCommand } from "@/sync/queued";
import { FloorChangesDocument } from "../live.graphql";
import { fetchAhead, useOnPhone } from "../phone/useOnPhone";
import { standingStatus } from "../phone/standing";
import type { Status, StatusName } from "@/ui/statuses";
import { DeliveryPageDocument } from "./delivery.graphql";
import { outcomeStatus } from "./outcomes";
import { TripDocument, type TripQuery } from "./trip.graphql";

export type Stop = TripQuery["trips"][number];

export interface Trip {
  readonly query: ComputedRef<Query<TripQuery>>;
  readonly open: ComputedRef<readonly Stop[]>;
  readonly done: ComputedRef<readonly Stop[]>;
  statusOf(stop: Stop): Status | StatusName;
}

export function useTrip(): Trip {
  const query = useOnPhone(TripDocument, {});
  const { client } = useGraphQL();
  const { person } = useSession();
  const { commands } = useQueue();

  useLive(FloorChangesDocument, { kinds: ["delivery"] }, () => void query.value.retry());

  const stops = computed(() => (query.value.state === "ready" ? query.value.data.trips : []));
  const tellings = computed(
    () =>
      new Map(
        commands.value
          .filter(({ name }) => name === "logistics.confirmDelivery")
          .map((write): [string, QueuedCommand] => [write.entity.replace("delivery:", ""), write]),
      ),
  );
  const isDone = (stop: Stop): boolean => stop.completedAt !== null || tellings.value.has(stop.id);

  watch(
    () => stops.value.filter(({ completedAt }) => completedAt === null),
    async (stops, before) => {
      const userId = person.value?.userId;
      for (const { id, orderId } of stops) {
        if (userId === undefined || before?.some((one) => one.id === id) === true) continue;
        if (!(await fetchAhead(client, userId, DeliveryPageDocument, { id }))) return;
        if (!(await fetchAhead(client, userId, OrderRemarksDocument, remarksAsked(orderId)))) return;
      }
    },
    { immediate: true },
  );

  return {
    query,
    open: computed(() => stops.value.filter((stop) => !isDone(stop))),
    done: computed(() => stops.value.filter(isDone)),
    statusOf(stop) {
      const telling = tellings.value.get(stop.id);
      if (telling !== undefined && telling.standing !== "done") return standingStatus(telling);
      return outcomeStatus(
        stop.outcome ?? (typeof telling?.input["outcome"] === "string" ? telling.input["outcome"] : null),
      );
    },
  };
}
