import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

/** The entries of the package by their names, `./migrate` for one. */
export const entries: Readonly<Record<string, string>> = JSON.parse(
  await Deno.readTextFile(join(root, "deno.json")),
).exports;

/** What `deno doc --json` says of an entry. */
export interface EntryDoc<S = DocSymbol> {
  readonly moduleDoc: Doc | undefined;
  readonly symbols: readonly S[];
}

/** A symbol with the parts that say how it is documented. */
export interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** A doc comment. */
export interface Doc {
  readonly doc?: string;
  readonly tags?: readonly { readonly kind: string; readonly doc?: string }[];
}

/** One declaration of a symbol: an overload is another. */
export interface Declaration {
  readonly kind: string;
  readonly declarationKind: string;
  readonly location: { readonly filename: string; readonly line: number };
  readonly jsDoc?: Doc;
  readonly def?: Members & {
    readonly hasBody?: boolean;
    readonly tsType?: { readonly kind?: string; readonly value?: Members };
  };
}

/** What an interface, a class or a literal type has. */
export interface Members {
  readonly properties?: readonly Member[];
  readonly methods?: readonly Member[];
  readonly constructors?: readonly Member[];
}

/** A property, a method or a constructor. */
export interface Member {
  readonly name: string;
  readonly accessibility?: string;
  readonly isOverride?: boolean;
  readonly jsDoc?: Doc;
}

/** Reads what `deno doc` knows of one entry; `S` names the parts of a symbol that are read. */
export async function readDoc<S = DocSymbol>(path: string): Promise<EntryDoc<S>> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", path],
    cwd: root,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  // as: a part of the documented format; one file was asked for.
  const [node] = Object.values(nodes) as [EntryDoc<S> & { readonly "module_doc"?: Doc }];
  return { moduleDoc: node["module_doc"], symbols: node.symbols };
}
