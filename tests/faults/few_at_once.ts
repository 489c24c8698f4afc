/**
 * Runs a function for each item, a few at a time: tasks wait for others half of the time. All are
 * run before what failed is thrown.
 */
export async function fewAtOnce<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
  { limit = 3 }: { readonly limit?: number } = {},
): Promise<void> {
  const failures: unknown[] = [];
  const left = items[Symbol.iterator]();
  await Promise.all(Array.from({ length: limit }, async () => {
    // One iterator for all: each item is taken once.
    for (const item of left) await run(item).catch((error) => failures.push(error));
  }));
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} failed`);
}
