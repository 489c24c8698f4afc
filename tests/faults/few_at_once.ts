/**
 * Runs a function for each item, a few at a time: tasks wait for each other half of the time. After
 * a failure no further one begins, and those that run end before it is thrown.
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
    for (const item of left) {
      if (failures.length > 0) return;
      await run(item).catch((error) => failures.push(error));
    }
  }));
  if (failures.length > 0) throw failures[0];
}
