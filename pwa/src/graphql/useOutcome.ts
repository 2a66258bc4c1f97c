/** A command as a form gives it: done, or refused in words that stay in view until the next try. */
import { readonly, shallowRef, type Ref } from "vue";
import type { Document } from "./document";
import { useCommand } from "./useCommand";

interface Said {
  readonly __typename: string;
}
type Named<Member extends Said, Name extends string> = Extract<Member, { readonly __typename: Name }>;

export interface Refused {
  /** The refusal's type name, or the kind of failure when the server was not reached. */
  readonly type: string;
  readonly message: string;
}

export interface Outcome<Input, Done> {
  readonly busy: Readonly<Ref<boolean>>;
  readonly refused: Readonly<Ref<Refused | null>>;
  /** null when it was refused, or is being performed already. */
  perform(input: Input): Promise<Done | null>;
  forget(): void;
}

export function useOutcome<Data, Input, Member extends Said, Name extends Member["__typename"]>(
  document: Document<Data, { commandId: string; input: Input }>,
  memberIn: (data: Data) => Member,
  done: Name,
): Outcome<Input, Named<Member, Name>> {
  const command = useCommand(document);
  const refused = shallowRef<Refused | null>(null);
  return {
    busy: command.busy,
    refused: readonly(refused),
    async perform(input) {
      const answer = await command.perform(input);
      if (answer === null) return null;
      refused.value = null;
      if (!answer.ok) {
        refused.value = { type: answer.failure.kind, message: answer.failure.message };
        return null;
      }
      const member = memberIn(answer.data);
      if (isNamed(member, done)) return member;
      refused.value = { type: member.__typename, message: messageOf(member) };
      return null;
    },
    forget() {
      refused.value = null;
    },
  };
}

const isNamed = <Member extends Said, Name extends string>(
  member: Member,
  name: Name,
): member is Named<Member, Name> => member.__typename === name;

const messageOf = (member: object): string =>
  "message" in member && typeof member.message === "string" ? member.message : "";
