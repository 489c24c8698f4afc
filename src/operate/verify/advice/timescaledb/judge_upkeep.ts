import { quoteLiteral } from "../../../../base/sql/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { count, duration, percent, size } from "../words.ts";
import type { Upkeep } from "./read_upkeep.ts";

/** Judges what holds vacuum back, and indexes that no statement uses. */
export function judgeUpkeep(upkeep: Upkeep, limits: AdviceLimits): Finding[] {
  return [
    ...judgeWraparound(upkeep, limits),
    ...judgePrepared(upkeep, limits),
    ...judgeSlots(upkeep, limits),
    ...judgeSnapshot(upkeep, limits),
    ...upkeep.invalidIndexes.map(({ name, table, definition }) =>
      finding("invalid-index", {
        object: name,
        sentence:
          `The index ${name} of ${table} is not valid: its build broke off, no read uses it, ` +
          "and writes still pay for it",
        remedy: `drop index ${name}; ${definition};`,
      })
    ),
  ];
}

/** At this age PostgreSQL takes no more writes. */
const LAST = 2_146_483_647;

function judgeWraparound({ databases }: Upkeep, limits: AdviceLimits): Finding[] {
  return databases.filter(({ age }) => age >= limits.wraparoundAge).map(({ name, age }) =>
    finding(age >= limits.wraparoundLastAge ? "wraparound-imminent" : "wraparound-near", {
      object: name,
      sentence:
        `The database ${name} has used ${percent(age / LAST)} of its transaction numbers; ` +
        "at 100 % it takes no more writes until it is vacuumed",
      remedy: "vacuum (freeze, verbose);",
    })
  );
}

function judgePrepared({ prepared }: Upkeep, limits: AdviceLimits): Finding[] {
  return prepared.filter(({ ageMs }) => ageMs >= limits.idleMs).map(({ gid, ageMs }) =>
    finding("prepared-transaction", {
      object: gid,
      sentence: `The prepared transaction ${gid} has waited for ${duration(ageMs)}: it keeps its ` +
        "locks and holds vacuum back until it is committed or rolled back",
      remedy: `rollback prepared ${quoteLiteral(gid)};`,
    })
  );
}

function judgeSlots({ slots }: Upkeep, limits: AdviceLimits): Finding[] {
  return slots
    .filter(({ isActive, bytes, age }) =>
      !isActive && ((bytes ?? 0) >= limits.slotBytes || (age ?? 0) >= limits.snapshotAge)
    )
    .map(({ name, bytes, age }) =>
      finding("slot-unused", {
        object: name,
        sentence:
          `Nobody reads the replication slot ${name}, and it keeps ${size(bytes ?? 0)} of ` +
          `log${age === null ? "" : ` and the rows of ${count(age, "transaction")}`}`,
        remedy: `select pg_drop_replication_slot(${quoteLiteral(name)});`,
      })
    );
}

function judgeSnapshot({ snapshot }: Upkeep, limits: AdviceLimits): Finding[] {
  if (snapshot === null || snapshot.age < limits.snapshotAge) return [];
  const { pid, age } = snapshot;
  return [finding("vacuum-held-back", {
    object: `process ${pid}`,
    sentence:
      `Process ${pid} reads as of ${count(age, "transaction")} ago: vacuum removes nothing ` +
      "newer until it ends",
    remedy: `select pg_terminate_backend(${pid});`,
  })];
}
