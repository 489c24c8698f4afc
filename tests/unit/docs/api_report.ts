import type { CallNode, MembersNode, ParamNode, TypeNode, TypeParamNode } from "./api_nodes.ts";
import { callText, memberTexts, paramText, typeParamsText, typeText } from "./api_type.ts";

/** The parts of a declaration in `deno doc --json` that the report shows. */
export interface ReportedDeclaration {
  readonly kind: string;
  readonly declarationKind: string;
  readonly def?: MembersNode & Partial<CallNode> & {
    readonly hasBody?: boolean;
    readonly typeParams?: readonly TypeParamNode[];
    readonly extends?: string | readonly TypeNode[];
    readonly constructors?: readonly { readonly params: readonly ParamNode[] }[];
  };
}

/** A symbol of an entry. */
export interface ReportedSymbol {
  readonly name: string;
  readonly declarations: readonly ReportedDeclaration[];
}

/** Writes what an entry exports, symbols sorted by name, one member per line. */
export function apiReport(symbols: readonly ReportedSymbol[]): string {
  const sorted = symbols.toSorted((a, b) => a.name < b.name ? -1 : 1);
  return sorted.map((symbol) =>
    shown(symbol.declarations).map((one) => declarationText(symbol.name, one)).join("\n")
  ).join("\n\n") + "\n";
}

/** The overloads, if any: nobody calls the implementation behind them directly. */
function shown(declarations: readonly ReportedDeclaration[]): readonly ReportedDeclaration[] {
  const overloads = declarations.filter(({ def }) => def?.hasBody !== true);
  return overloads.length > 0 ? overloads : declarations;
}

function declarationText(name: string, { kind, def = {} }: ReportedDeclaration): string {
  const head = `${name}${typeParamsText(def.typeParams)}`;
  switch (kind) {
    case "function":
      return `function ${name}${callText({ params: [], ...def }, ": ")}`;
    case "variable":
      return `const ${name}: ${typeText(def.tsType)}`;
    case "typeAlias":
      return `type ${head} =${aliasText(def.tsType)}`;
    case "interface":
    case "class":
      return [`${kind} ${head}${extendsText(def.extends)} {`, ...members(def), "}"].join("\n");
    default:
      throw new TypeError(`deno doc wrote a ${kind} that the report cannot: ${name}`);
  }
}

/** A long union or literal type has one member per line, so that a change shows as a line. */
function aliasText(type: TypeNode | undefined): string {
  const text = typeText(type);
  if (text.length > 80 && type?.kind === "union") {
    return type.value.map((one) => `\n  | ${typeText(one)}`).join("");
  }
  if (text.length > 80 && type?.kind === "typeLiteral") {
    return [" {", ...memberTexts(type.value).map((member) => `  ${member}`), "}"].join("\n");
  }
  return ` ${text}`;
}

function members(def: NonNullable<ReportedDeclaration["def"]>): readonly string[] {
  const constructors = (def.constructors ?? []).map(({ params }) =>
    `constructor(${params.map(paramText).join(", ")})`
  );
  return [...constructors, ...memberTexts(def)].map((text) => `  ${text}`);
}

function extendsText(parents: string | readonly TypeNode[] | undefined): string {
  if (parents === undefined || parents.length === 0) return "";
  return ` extends ${typeof parents === "string" ? parents : parents.map(typeText).join(", ")}`;
}
