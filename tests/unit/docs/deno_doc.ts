import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project folder. */
export const root: string = fileURLToPath(new URL("../../../", import.meta.url));

/** The entries of the package by name, such as `./migrate`. */
export const entries: Readonly<Record<string, string>> = JSON.parse(
  await Deno.readTextFile(join(root, "deno.json")),
).exports;

/** The output of `deno doc --json` for an entry. */
export interface EntryDoc<S = DocSymbol> {
  readonly moduleDoc: Doc | undefined;
  readonly symbols: readonly S[];
}

/** The parts of a symbol that show how it is documented. */
export interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** A doc comment. */
export interface Doc {
  readonly doc?: string;
  readonly tags?: readonly { readonly kind: string; readonly doc?: string }[];
}

/** A declaration of a symbol; each overload is one. */
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

/** The members of an interface, a class or a literal type. */
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

/**
 * Reads the output of `deno doc` for one entry; `S` declares the parts of a symbol that are read.
 */
export async function readDoc<S = DocSymbol>(path: string): Promise<EntryDoc<S>> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", path],
    cwd: root,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  // as: part of the documented format; one file was requested.
  const [node] = Object.values(nodes) as [EntryDoc<S> & { readonly "module_doc"?: Doc }];
  return { moduleDoc: node["module_doc"], symbols: node.symbols };
}
