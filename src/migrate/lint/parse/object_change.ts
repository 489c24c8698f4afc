import type { RelationName } from "../../author/effect.ts";

/** An effect of a statement on locks, partitions, triggers, types, functions or privileges. */
export type ObjectChange =
  | {
    readonly kind: "lockTable";
    readonly relations: readonly RelationName[];
    /** The mode as SQL writes it: `share`, `access exclusive`. */
    readonly mode: string;
  }
  | {
    readonly kind: "attachPartition" | "detachPartition";
    readonly relation: RelationName;
    readonly partition: RelationName;
    readonly concurrently: boolean;
  }
  | {
    readonly kind: "switchTriggers";
    readonly relation: RelationName;
    /** The name of a trigger, `all` or `user`. */
    readonly which: string;
    readonly enabled: boolean;
  }
  | { readonly kind: "createType"; readonly type: RelationName }
  | { readonly kind: "addEnumValue"; readonly type: RelationName; readonly value: string }
  | {
    readonly kind: "renameObject";
    /** What is renamed: `schema`, `type`, `function`, `enum value`. */
    readonly what: string;
    readonly from: string;
    readonly to: string;
  }
  | {
    readonly kind: "function";
    readonly name: RelationName;
    /** False for an `alter function`. */
    readonly created: boolean;
    readonly securityDefiner: boolean;
    readonly setsSearchPath: boolean;
  }
  | { readonly kind: "grantToPublic"; readonly privileges: string; readonly on: string }
  | {
    readonly kind: "addDomainConstraint";
    readonly domain: RelationName;
    readonly notValid: boolean;
  };
