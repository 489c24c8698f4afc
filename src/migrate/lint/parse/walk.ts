/**
 * Finds all nodes of the given kinds in a parse tree, in the order of the text: `findNodes(tree,
 * "FuncCall")`. In the tree, each node is an object under the name of its kind.
 */
export function findNodes(tree: unknown, ...names: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(visit);
    } else if (typeof value === "object" && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (names.includes(key)) found.push(child);
        visit(child);
      }
    }
  };
  visit(tree);
  return found;
}
