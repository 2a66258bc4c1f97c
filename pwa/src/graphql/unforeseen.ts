/**
 * The last branch of every `switch` over a result. For the type checker it takes `never`: no member was forgotten. At run
 * time a server newer than this app may still send one, and its message, written for people, is shown.
 */
export function unforeseen(result: never): string {
  const member: unknown = result;
  if (
    typeof member === "object" &&
    member !== null &&
    "message" in member &&
    typeof member.message === "string"
  ) {
    return member.message;
  }
  return "";
}
