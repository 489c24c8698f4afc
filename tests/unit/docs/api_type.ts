import type {
  CallNode,
  LiteralValue,
  MembersNode,
  ParamNode,
  TypeNode,
  TypeParamNode,
} from "./api_nodes.ts";

/** Formats a type as TypeScript writes it. */
export function typeText(type: TypeNode | undefined): string {
  if (type === undefined) return "unknown";
  switch (type.kind) {
    case "keyword":
      return type.value;
    case "typeQuery":
      return `typeof ${type.value}`;
    case "literal":
      return literalText(type.value);
    case "typeRef":
      return type.value.typeName + argumentsText(type.value.typeParams);
    case "union":
      return type.value.map(typeText).join(" | ");
    case "intersection":
      return type.value.map(typeText).join(" & ");
    case "tuple":
      return `[${type.value.map(typeText).join(", ")}]`;
    case "array":
      return `${typeText(type.value)}[]`;
    case "parenthesized":
      return `(${typeText(type.value)})`;
    case "rest":
      return `...${typeText(type.value)}`;
    case "optional":
      return `${typeText(type.value)}?`;
    case "typeOperator":
      return `${type.value.operator} ${typeText(type.value.tsType)}`;
    case "indexedAccess":
      return `${typeText(type.value.objType)}[${typeText(type.value.indexType)}]`;
    case "fnOrConstructor":
      return callText(type.value, " => ");
    case "conditional": {
      const { checkType, extendsType, trueType, falseType } = type.value;
      const condition = `${typeText(checkType)} extends ${typeText(extendsType)}`;
      return `${condition} ? ${typeText(trueType)} : ${typeText(falseType)}`;
    }
    case "infer":
      return `infer ${type.value.typeParam.name}`;
    case "mapped": {
      const { typeParam, tsType, optional } = type.value;
      const sign = optional === undefined ? "" : optional === true ? "?" : `${optional}?`;
      const key = `[${typeParam.name} in ${typeText(typeParam.constraint)}]`;
      return `{ ${type.value.readonly ? "readonly " : ""}${key}${sign}: ${typeText(tsType)} }`;
    }
    case "typeLiteral":
      return `{ ${memberTexts(type.value).join("; ")} }`;
    default:
      throw new TypeError(`deno doc wrote a type that the report cannot: ${JSON.stringify(type)}`);
  }
}

/** Formats the members of a type in order, one text each; private ones are left out. */
export function memberTexts({ properties = [], methods = [] }: MembersNode): readonly string[] {
  return [
    ...properties.filter(isPublic).map((property) => {
      const modifiers = `${property.isStatic ? "static " : ""}${
        property.readonly ? "readonly " : ""
      }`;
      const mark = property.optional ? "?" : "";
      return `${modifiers}${property.name}${mark}: ${typeText(property.tsType)}`;
    }),
    ...methods.filter(isPublic).map((method) => {
      const call = method.functionDef ?? { params: [], ...method };
      const mark = method.optional ? "?" : "";
      return `${method.isStatic ? "static " : ""}${method.name}${mark}${callText(call, ": ")}`;
    }),
  ];
}

/** Formats a call's type parameters, parameters and return type. */
export function callText(call: CallNode, arrow: string): string {
  const params = call.params.map(paramText).join(", ");
  const result = typeText(call.returnType ?? call.tsType);
  return `${typeParamsText(call.typeParams)}(${params})${arrow}${result}`;
}

/** Formats type parameters with their constraints and defaults. */
export function typeParamsText(params: readonly TypeParamNode[] = []): string {
  if (params.length === 0) return "";
  const texts = params.map(({ name, constraint, default: fallback }) =>
    name + (constraint ? ` extends ${typeText(constraint)}` : "") +
    (fallback ? ` = ${typeText(fallback)}` : "")
  );
  return `<${texts.join(", ")}>`;
}

/** Formats a parameter; one with a default is optional for callers. */
export function paramText({ kind, name, optional, tsType, left, arg }: ParamNode): string {
  if (kind === "assign" && left) return paramText({ ...left, optional: true });
  if (kind === "rest" && arg) {
    return `...${paramText({ ...arg, ...(tsType ? { tsType } : {}) })}`;
  }
  return `${name ?? "_"}${optional ? "?" : ""}: ${typeText(tsType)}`;
}

function isPublic({ accessibility }: { readonly accessibility?: string }): boolean {
  return accessibility !== "private" && accessibility !== "protected";
}

function argumentsText(types: readonly TypeNode[] | undefined): string {
  return types ? `<${types.map(typeText).join(", ")}>` : "";
}

function literalText(value: LiteralValue): string {
  switch (value.kind) {
    case "string":
      return JSON.stringify(value.string);
    case "number":
      return String(value.number);
    case "boolean":
      return String(value.boolean);
    case "template":
      return `\`${value.tsTypes.map(templatePart).join("")}\``;
    default:
      throw new TypeError(
        `deno doc wrote a literal that the report cannot: ${JSON.stringify(value)}`,
      );
  }
}

/** A part of a template literal type; literal text is written without quotes. */
function templatePart(type: TypeNode): string {
  return type.kind === "literal" && type.value.kind === "string"
    ? type.value.string
    : `\${${typeText(type)}}`;
}
