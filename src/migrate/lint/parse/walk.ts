/**
 * Finds every node of a parse tree that goes by one of the names, in the order of the text:
 * `findNodes(tree, "FuncCall")`. A tree is plain data, whose nodes are objects under the name of their
 * kind.
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
