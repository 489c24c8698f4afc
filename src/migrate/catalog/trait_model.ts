/**
 * What an object has beside its structure, in words: that a table is unlogged, a comment on an index, the
 * options of a view. Objects that are nothing but words here, such as sequences, are traits of themselves.
 */
export interface TraitModel {
  readonly schema: string;
  /** The table, view, type, function or sequence. */
  readonly name: string;
  /** The column, index, policy or other part of it, or null where it is about the whole. */
  readonly part: string | null;
  /** What of it: `row level security`, `comment`, `sequence`. */
  readonly property: string;
  readonly value: string;
  /** What it is where nobody said anything, in which case it is not listed; null where there is none. */
  readonly usual: string | null;
}
