/** What people read without network: kept while there is one, by the part of the app that their work needs. */
import type { GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import type { KeptAnswers } from "@/graphql/keptAnswers";
import type { Session } from "@/platform/session";

const ofSales = async (userId: string) => (await import("@/sales/offline/keptForSales")).keptForSales(userId);

/** The salesperson who is signed in; null for everybody else. */
function salesperson({ person }: Session): string | null {
  return person.value?.homes.includes("sales") === true ? person.value.userId : null;
}

/** The rest of the floor keeps what its pages have shown. */
const ofFloor = async <Data, Variables>(
  userId: string,
  document: Document<Data, Variables>,
  variables: Variables,
) => await (await import("@/logistics/phone/keptForFloor")).answerForFloor(userId, document, variables);

export function keptOnPhone(session: Session): KeptAnswers {
  return {
    async of(document, variables) {
      const userId = session.person.value?.userId ?? null;
      if (userId === null) return null;
      const sells = salesperson(session) === userId;
      try {
        const answer =
          (sells ? await (await ofSales(userId)).answer(document, variables) : null) ??
          (await ofFloor(userId, document, variables));
        // Somebody else may have signed in meanwhile.
        return session.person.value?.userId === userId ? answer : null;
      } catch {
        return null; // A phone without storage keeps nothing.
      }
    },
  };
}

/** A phone without storage, or without network, keeps what it has. */
export async function renewOnPhone(session: Session, client: GraphQLClient): Promise<void> {
  const userId = salesperson(session);
  if (userId === null || !session.confirmed.value || !navigator.onLine) return;
  try {
    await (await ofSales(userId)).renew(client);
  } catch {
    // Reading goes on with what the network says.
  }
}
