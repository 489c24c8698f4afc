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

/** What the steps of traits are written by. */
export interface TraitStepsOptions {
  /** Answers whether a table goes, and what it has with it. */
  readonly isDropped: (relation: RelationName) => boolean;
  /** Answers whether a column is made with all that it has. */
  readonly isMade: (relation: RelationName, column: string) => boolean;
  /** Answers whether a hypertable is to be compressed. */
  readonly isCompressed: (relation: RelationName) => boolean;
  /** All that is to be. */
  readonly traits: readonly TraitModel[];
  /** The statement that creates a declared policy; the catalog's words stand in for it. */
  readonly policyOf: (relation: RelationName, name: string) => string | undefined;
}

/** The steps that give objects what they have beside their structure; a note where none can. */
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
    ? `Everyone who may read ${name} sees all of its rows.`
    : table.isCompressed
    ? `TimescaleDB refuses row-level security on ${name}, for its compression is on.`
    : table.hasPolicies
    ? null
    : `Without a policy nobody but its owner sees a row of ${name}.`;
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
  // A column that is no identity any more has none.
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
    // The type follows the column's.
    ...(clauses.length === 0 ? [] : [sqlStep(
      "setSequence",
      `alter table ${relationIdentifier(relation)}\nalter column ${identifier(column)} ${settings}`,
    )]),
    ...(isNew ? [sqlStep("setSequence", startStatement(relation, column, wanted.start))] : []),
  ];
}

function sequenceSteps(change: TraitChange): readonly GeneratedStep[] {
  const { relation, expected, actual } = change;
  // A serial column makes its sequence, and takes it along.
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

/** How a table is kept: what one that comes back had. */
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
