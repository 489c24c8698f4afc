import type { Fragment } from "../page/mod.ts";

/** A fragment with the version at which it last changed. */
interface Known {
  readonly text: string;
  /** The text without that of the parts inside, by which it is compared. */
  readonly shell: string;
  readonly at: number;
}

/** The fragments of a page as they stand, and since when each does. */
export interface Changes {
  /** Counts the changes. */
  readonly version: number;
  /** Takes the next state. */
  put(fragments: readonly Fragment[]): void;
  /** The texts that changed after a version; all for a version that is not known. */
  since(version: number): ReadonlyMap<string, string>;
}

/** Follows what changes in fragments. */
export function followChanges(): Changes {
  let [version, known] = [0, new Map<string, Known>()];
  return {
    get version() {
      return version;
    },
    put(fragments) {
      const next = new Map<string, Known>();
      for (const { id, html, parts } of fragments) {
        const shell = (parts ?? []).reduce(
          (text, part) => text.replace(part.html.text, () => ""),
          html.text,
        );
        const before = known.get(id);
        const isSame = before?.shell === shell;
        next.set(id, { text: html.text, shell, at: isSame ? before.at : version + 1 });
      }
      if ([...next.values()].some(({ at }) => at > version)) version++;
      known = next;
    },
    since: (from) =>
      new Map(
        [...known].filter(([, { at }]) => from > version || at > from)
          .map(([id, { text }]) => [id, text]),
      ),
  };
}
