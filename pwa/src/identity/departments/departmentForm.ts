/** A department as it is named, and what it still lacks. */
import * as v from "valibot";
import type { AddDepartmentInput } from "./addDepartment.graphql";

export interface Department {
  readonly id: string;
  readonly name: string;
}

const formSchema = v.object({ departmentId: v.string(), name: v.string(), was: v.string() });
export type DepartmentForm = v.InferOutput<typeof formSchema>;

/** `newId` names one that is not on file yet. */
export const formOf = (known: Department | null, newId: string): DepartmentForm => ({
  departmentId: known?.id ?? newId,
  name: known?.name ?? "",
  was: known?.name ?? "",
});

/** The server refuses a name twice; it is said while typing already. */
export function lacking(
  { departmentId, name, was }: DepartmentForm,
  known: readonly Department[],
): "name" | "known" | "change" | null {
  const wanted = name.trim();
  if (wanted === "") return "name";
  if (wanted === was) return "change";
  return known.some((other) => other.name === wanted && other.id !== departmentId) ? "known" : null;
}

export const inputFrom = ({ departmentId, name }: DepartmentForm): AddDepartmentInput => ({
  departmentId,
  name: name.trim(),
});

/** A draft of another name than the one on file is not put back: somebody else has renamed it since. */
export const acceptedDraft =
  (was: string) =>
  (stored: unknown): Partial<DepartmentForm> | null => {
    const read = v.safeParse(formSchema, stored);
    return read.success && read.output.was === was ? read.output : null;
  };
