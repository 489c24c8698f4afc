import { identifier } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";
import { formatRelation } from "../author/relation.ts";
import { relationIdentifier } from "../catalog/relation_identifier.ts";
import { policyStatement } from "../catalog/row_security_ddl.ts";
import { readSequenceOptions, sequenceClauses } from "../catalog/sequence_options.ts";
import { type TraitChange, traitObject } from "../catalog/trait_change.ts";
import type { TraitModel } from "../catalog/trait_model.ts";
import { differenceNote, type GeneratedStep, sqlStep } from "./generated_step.ts";
import { lowerSql } from "./lower_sql.ts";
import { startStatement } from "./serial_change.ts";

/** Options of {@linkcode traitSteps}. */
export interface TraitStepsOptions {
  /** Tells whether a table is dropped, along with its traits. */
  readonly isDropped: (relation: RelationName) => boolean;
  /** Tells whether a column is created together with its traits. */
  readonly isMade: (relation: RelationName, column: string) => boolean;
  /** Tells whether a hypertable should be compressed. */
  readonly isCompressed: (relation: RelationName) => boolean;
  /** All expected traits. */
  readonly traits: readonly TraitModel[];
  /** Returns the statement of a declared policy. Without one, the catalog's wording is used. */
  readonly policyOf: (relation: RelationName, name: string) => string | undefined;
}

/** Creates the steps for changed traits, or notes for those that cannot be generated. */
export function traitSteps(
  changes: readonly TraitChange[],
  options: TraitStepsOptions,
): readonly GeneratedStep[] {
  return changes.filter(({ relation }) => !options.isDropped(relation)).flatMap((change) => {
    switch (change.property) {
      case "row level security":
        return rowSecuritySteps(change, {
          isCompressed: options.isCompressed(change.relation),
          hasPolicies: options.traits.some((trait) =>
            trait.property === "policy" &&
            formatRelation(trait) === formatRelation(change.relation)
          ),
        });
      case "policy":
        return policySteps(change, options);
      case "identity options":
        return options.isMade(change.relation, change.part ?? "") ? [] : identitySteps(change);
      case "sequence":
        return sequenceSteps(change);
      default:
        return [storageStep(change) ?? differenceNote({ ...change, object: traitObject(change) })];
    }
  });
}

function rowSecuritySteps(
  { relation, expected, actual }: TraitChange,
  table: { readonly isCompressed: boolean; readonly hasPolicies: boolean },
): readonly GeneratedStep[] {
  const start = `alter table ${relationIdentifier(relation)}\n`;
  const [isOn, wasOn] = [expected, actual].map((side) => side?.startsWith("on") ?? false);
  const [isForced, wasForced] = [expected, actual].map((side) => side?.endsWith("forced") ?? false);
  const name = formatRelation(relation);
  const warning = !isOn
    ? `Everyone who may read ${name} will see all of its rows.`
    : table.isCompressed
    ? `TimescaleDB refuses row-level security on ${name}, because its compression is enabled.`
    : table.hasPolicies
    ? null
    : `Without a policy, only the owner sees rows of ${name}.`;
  return [
    ...(isOn === wasOn ? [] : [
      sqlStep("rowSecurity", `${start}${isOn ? "enable" : "disable"} row level security`, warning),
    ]),
    ...(isForced === wasForced
      ? []
      : [sqlStep("rowSecurity", `${start}${isForced ? "" : "no "}force row level security`)]),
  ];
}

function policySteps(
  { relation, part, expected, actual }: TraitChange,
  { policyOf }: TraitStepsOptions,
): readonly GeneratedStep[] {
  const name = part ?? "";
  return [
    ...(actual === null ? [] : [
      sqlStep(
        "dropRowPolicy",
        `drop policy ${identifier(name)} on ${relationIdentifier(relation)}`,
      ),
    ]),
    ...(expected === null ? [] : [
      sqlStep(
        "rowSecurity",
        policyOf(relation, name) ?? policyStatement(relation, name, expected),
      ),
    ]),
  ];
}

function identitySteps(change: TraitChange): readonly GeneratedStep[] {
  const { relation, part, expected, actual } = change;
  // A column that stops being an identity has no options.
  if (expected === null) return [];
  const wanted = readSequenceOptions(expected);
  const found = actual === null ? undefined : readSequenceOptions(actual);
  if (wanted === null || found === null) {
    return [differenceNote({ ...change, object: traitObject(change) })];
  }
  const clauses = sequenceClauses(wanted, found);
  const isNew = found === undefined;
  const settings = [
    ...clauses.map((clause) => `set ${clause}`),
    ...(isNew && clauses.length > 0 ? ["restart"] : []),
  ].join(" ");
  const column = part ?? "";
  return [
    // The type of the sequence follows that of the column.
    ...(clauses.length === 0 ? [] : [sqlStep(
      "setSequence",
      `alter table ${relationIdentifier(relation)}\nalter column ${identifier(column)} ${settings}`,
    )]),
    ...(isNew ? [sqlStep("setSequence", startStatement(relation, column, wanted.start))] : []),
  ];
}

function sequenceSteps(change: TraitChange): readonly GeneratedStep[] {
  const { relation, expected, actual } = change;
  // A serial column creates and drops its own sequence.
  if (expected === null || actual === null) return [];
  const [wanted, found] = [readSequenceOptions(expected), readSequenceOptions(actual)];
  if (wanted === null || found === null) {
    return [differenceNote({ ...change, object: traitObject(change) })];
  }
  const [owner, formerOwner] = [ownerOf(expected), ownerOf(actual)];
  const clauses = [
    ...(wanted.type === found.type ? [] : [`as ${wanted.type}`]),
    ...sequenceClauses(wanted, found),
    ...(owner === formerOwner ? [] : [`owned by ${owner}`]),
  ];
  if (clauses.length === 0) return [differenceNote({ ...change, object: traitObject(change) })];
  return [
    sqlStep("setSequence", `alter sequence ${relationIdentifier(relation)} ${clauses.join(" ")}`),
  ];
}

function ownerOf(sequence: string): string {
  return lowerSql(/, owned by (.+)$/.exec(sequence)?.[1] ?? "none");
}

/**
 * Returns the step for a storage property, or null. It restores the storage of a table that `down`
 * creates again.
 */
function storageStep({ relation, part, property, expected }: TraitChange): GeneratedStep | null {
  if (expected === null) return null;
  const start = `alter table ${relationIdentifier(relation)}\n`;
  switch (property) {
    case "persistence":
      return sqlStep("rowSecurity", `${start}set ${expected}`);
    case "storage parameters":
      return sqlStep("rowSecurity", `${start}set (${expected})`);
    case "replica identity":
      return sqlStep(
        "rowSecurity",
        `${start}replica identity ${expected.replace(/^index /, "using index ")}`,
      );
    case "clustering":
      return sqlStep("rowSecurity", `${start}cluster on ${identifier(part ?? "")}`);
    default:
      return null;
  }
}
