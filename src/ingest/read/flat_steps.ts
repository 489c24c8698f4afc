/** Something that is read step by step; a step may be there at once, without a promise. */
export interface Steps<Item> {
  next(): IteratorResult<Item> | Promise<IteratorResult<Item>>;
  return?(value?: unknown): unknown;
}

/**
 * Makes a sequence of many items of each item of another. Where the items of one are there at once,
 * their steps need no promise: a promise for each row costs more than the row.
 */
export function flatSteps<From, Item>(
  from: Steps<From>,
  itemsOf: (item: From) => Iterable<Item>,
): AsyncIterableIterator<Item> {
  let items: Iterator<Item> | undefined;
  const take = (step: IteratorResult<From>): IteratorResult<Item> | undefined => {
    if (step.done) return step;
    items = itemsOf(step.value)[Symbol.iterator]();
    return undefined;
  };
  const next = (): IteratorResult<Item> | Promise<IteratorResult<Item>> => {
    for (;;) {
      const step = items?.next();
      if (step !== undefined && !step.done) return step;
      const more = from.next();
      if (more instanceof Promise) return more.then((step) => take(step) ?? next());
      const last = take(more);
      if (last !== undefined) return last;
    }
  };
  const steps = {
    next,
    async return() {
      await from.return?.(undefined);
      return { done: true, value: undefined } as const;
    },
    [Symbol.asyncIterator]: () => steps,
  };
  // as: the interface knows steps as promises alone; awaiting one that is none is harmless.
  return steps as AsyncIterableIterator<Item>;
}
