import { expect, it } from "vitest";
import type { Element } from "./answer";
import { bracketed, build, inLabelOrder } from "./gs1";
import vectors from "./vectors/build.json";

it.each(vectors.map((vector): [string, (typeof vectors)[number]] => [vector.name, vector]))(
  "build: %s",
  (_, vector) => {
    const elements = vector.input.map(([digits = "", value = ""]): Element => [digits, value]);

    const built = build(elements, 2026);

    const spelled =
      typeof built === "string"
        ? { text: built, print: bracketed(inLabelOrder(elements)) }
        : { reason: built.reason, field: built.field };
    expect(spelled).toStrictEqual(vector.expect);
  },
);
