/**
 * A document as text, with the types of its answer and variables. The text goes to the server byte for byte as it is in
 * the file beside it, so that a registered document is known by its hash.
 */
export interface Document<Data, Variables> {
  readonly kind: "query" | "mutation" | "subscription";
  readonly name: string;
  readonly text: string;
  /** For the type checker only; never called. */
  readonly types?: (variables: Variables) => Data;
}

export type NoVariables = Readonly<Record<string, never>>;
