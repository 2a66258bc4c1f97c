/**
 * A command that may not wait for the queue. Its id is made once and kept until the server has answered, so a second
 * tap, or a second try after a lost answer, is the same command.
 */
import { readonly, ref, type Ref } from "vue";
import { newId } from "@/platform/ids";
import type { Answer } from "./client";
import type { Document } from "./document";
import { useGraphQL } from "./useQuery";

export interface Command<Data, Input> {
  readonly busy: Readonly<Ref<boolean>>;
  /** null when it is being performed already: the tap is not counted. */
  perform(input: Input): Promise<Answer<Data> | null>;
}

export function useCommand<Data, Input>(
  document: Document<Data, { commandId: string; input: Input }>,
): Command<Data, Input> {
  const { client } = useGraphQL();
  const busy = ref(false);
  let unanswered: { readonly content: string; readonly id: string } | null = null;

  return {
    busy: readonly(busy),
    async perform(input) {
      if (busy.value) return null;
      const content = JSON.stringify(input);
      if (unanswered?.content !== content) unanswered = { content, id: newId() };
      busy.value = true;
      try {
        const answer = await client.ask(document, { commandId: unanswered.id, input });
        if (answer.ok) unanswered = null;
        return answer;
      } finally {
        busy.value = false;
      }
    },
  };
}
