/**
 * A property of an object besides its structure, as text: an unlogged table, a comment on an index,
 * the options of a view. Objects that are modelled only as text, such as sequences, are traits of
 * themselves.
 */
export interface TraitModel {
  readonly schema: string;
  /** The table, view, type, function or sequence. */
  readonly name: string;
  /** The column, index, policy or other part of the object; null for the whole object. */
  readonly part: string | null;
  /** The property: `row level security`, `comment`, `sequence`. */
  readonly property: string;
  readonly value: string;
  /** The default, with which the trait is not listed; null if there is no default. */
  readonly usual: string | null;
}
