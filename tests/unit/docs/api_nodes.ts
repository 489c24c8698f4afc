/** A type in the output of `deno doc --json`. */
export type TypeNode =
  | { readonly kind: "keyword" | "typeQuery"; readonly value: string }
  | { readonly kind: "literal"; readonly value: LiteralValue }
  | {
    readonly kind: "typeRef";
    readonly value: { readonly typeName: string; readonly typeParams?: readonly TypeNode[] };
  }
  | { readonly kind: "union" | "intersection" | "tuple"; readonly value: readonly TypeNode[] }
  | {
    readonly kind: "array" | "parenthesized" | "rest" | "optional";
    readonly value: TypeNode;
  }
  | {
    readonly kind: "typeOperator";
    readonly value: { readonly operator: string; readonly tsType: TypeNode };
  }
  | {
    readonly kind: "indexedAccess";
    readonly value: { readonly objType: TypeNode; readonly indexType: TypeNode };
  }
  | { readonly kind: "fnOrConstructor"; readonly value: CallNode }
  | {
    readonly kind: "conditional";
    readonly value: {
      readonly checkType: TypeNode;
      readonly extendsType: TypeNode;
      readonly trueType: TypeNode;
      readonly falseType: TypeNode;
    };
  }
  | { readonly kind: "infer"; readonly value: { readonly typeParam: TypeParamNode } }
  | {
    readonly kind: "mapped";
    readonly value: {
      readonly typeParam: TypeParamNode;
      readonly tsType: TypeNode;
      readonly readonly?: string | boolean;
      readonly optional?: string | boolean;
    };
  }
  | { readonly kind: "typeLiteral"; readonly value: MembersNode };

/** A literal type: a text, a number, a boolean or a template. */
export type LiteralValue =
  | { readonly kind: "string"; readonly string: string }
  | { readonly kind: "number"; readonly number: number }
  | { readonly kind: "boolean"; readonly boolean: boolean }
  | { readonly kind: "template"; readonly tsTypes: readonly TypeNode[] };

/** A type parameter. */
export interface TypeParamNode {
  readonly name: string;
  readonly constraint?: TypeNode;
  readonly default?: TypeNode;
}

/** A parameter; one with a default is an assignment. */
export interface ParamNode {
  readonly kind: string;
  readonly name?: string;
  readonly optional?: boolean;
  readonly tsType?: TypeNode;
  readonly left?: ParamNode;
  readonly arg?: ParamNode;
}

/** A callable: a function, a method, a constructor or a function type. */
export interface CallNode {
  readonly params: readonly ParamNode[];
  readonly typeParams?: readonly TypeParamNode[];
  readonly returnType?: TypeNode;
  readonly tsType?: TypeNode;
}

/** A property. */
export interface PropertyNode {
  readonly name: string;
  readonly readonly?: boolean;
  readonly optional?: boolean;
  readonly isStatic?: boolean;
  readonly accessibility?: string;
  readonly tsType?: TypeNode;
}

/** A method: a class puts its function in a field, an interface is the function itself. */
export interface MethodNode extends Partial<CallNode> {
  readonly name: string;
  readonly optional?: boolean;
  readonly isStatic?: boolean;
  readonly accessibility?: string;
  readonly functionDef?: CallNode;
}

/** The members of an interface, a class or a literal type. */
export interface MembersNode {
  readonly properties?: readonly PropertyNode[];
  readonly methods?: readonly MethodNode[];
}
