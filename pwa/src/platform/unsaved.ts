/** Forms with words in them that are stored nowhere yet. While there is one, nothing may reload the page. */

const dirty = new Set<symbol>();

export interface UnsavedMark {
  set(unsaved: boolean): void;
}

export function unsavedMark(): UnsavedMark {
  const mark = Symbol("form");
  return {
    set: (unsaved) => {
      if (unsaved) dirty.add(mark);
      else dirty.delete(mark);
    },
  };
}

export const anythingUnsaved = (): boolean => dirty.size > 0;
