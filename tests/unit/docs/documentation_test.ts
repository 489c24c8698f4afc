import assert from "node:assert/strict";
import { type Declaration, type Doc, entries, type Member, readDoc, root } from "./deno_doc.ts";

const docs = await Promise.all(
  Object.entries(entries).map(async ([name, path]) => ({ name, doc: await readDoc(path) })),
);

function isDocumented(doc: Doc | undefined): boolean {
  return (doc?.doc ?? "").trim() !== "";
}

/** The declarations that a reader sees: not the implementation behind overloads. */
function shown(declarations: readonly Declaration[]): readonly Declaration[] {
  const overloads = declarations.filter(({ def }) => def?.hasBody !== true);
  const visible = overloads.length > 0 ? overloads : declarations;
  return visible.filter(({ declarationKind }) => declarationKind === "export");
}

/** The public members of an interface, a class or a literal type. */
function membersOf({ kind, def }: Declaration): readonly Member[] {
  const type = kind === "typeAlias" && def?.tsType?.kind === "typeLiteral"
    ? def.tsType.value
    : kind === "interface" || kind === "class"
    ? def
    : undefined;
  const { properties = [], methods = [], constructors = [] } = type ?? {};
  return [...properties, ...methods, ...constructors].filter(({ accessibility, isOverride }) =>
    accessibility !== "private" && accessibility !== "protected" && isOverride !== true
  );
}

function place({ location }: Declaration): string {
  return `${location.filename.replace(new URL(root, "file:").href, "")}:${location.line}`;
}

Deno.test("deno doc sees the package's symbols and their members", () => {
  const all = docs.flatMap(({ doc }) => doc.symbols);
  assert.ok(all.length > 100);
  const database = all.find(({ name }) => name === "Database")?.declarations[0];
  assert.ok(database);
  assert.ok(membersOf(database).some(({ name }) => name === "pool"));
});

Deno.test("every entry of the package says what it is, with an example", () => {
  for (const { name, doc } of docs) {
    assert.ok(isDocumented(doc.moduleDoc), `${name} has no module comment`);
    const tags = doc.moduleDoc?.tags?.map(({ kind }) => kind) ?? [];
    assert.ok(tags.includes("example"), `${name} has no example`);
  }
});

Deno.test("every exported symbol is documented", () => {
  const bare = docs.flatMap(({ name: entry, doc }) =>
    doc.symbols.flatMap(({ name, declarations }) =>
      shown(declarations)
        .filter((declaration) => !isDocumented(declaration.jsDoc))
        .map((declaration) => `${entry} ${name} (${place(declaration)})`)
    )
  );
  assert.deepEqual(bare, []);
});

Deno.test("every public member of an exported type is documented", () => {
  const bare = docs.flatMap(({ doc }) =>
    doc.symbols.flatMap(({ name, declarations }) =>
      shown(declarations).flatMap((declaration) =>
        membersOf(declaration)
          .filter((member) => !isDocumented(member.jsDoc))
          .map((member) => `${name}.${member.name} (${place(declaration)})`)
      )
    )
  );
  assert.deepEqual([...new Set(bare)], []);
});

Deno.test("what the package exports has no type that its readers cannot name", () => {
  const hidden = docs.flatMap(({ name: entry, doc }) =>
    doc.symbols.flatMap(({ name, declarations }) =>
      declarations
        .filter(({ declarationKind }) => declarationKind === "private")
        .map((declaration) => `${entry} ${name} (${place(declaration)})`)
    )
  );
  assert.deepEqual(hidden, []);
});
