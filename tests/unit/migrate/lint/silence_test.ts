import assert from "node:assert/strict";
import { findingsOf, type LintCase } from "./_lint_case.ts";

const index = "create index i on plain (note)";

/** Formats each finding as its code, with `=reason` if it is silenced. */
async function outcome(given: LintCase): Promise<readonly string[]> {
  const findings = await findingsOf({ down: "drop index i", ...given });
  return findings.map(({ code, silenced }) => silenced === null ? code : `${code}=${silenced}`);
}

const cases: Readonly<Record<string, { given: LintCase; expected: readonly string[] }>> = {
  "reports a finding that nothing silences": { given: { up: index }, expected: ["PG008"] },
  "keeps a silenced finding with its reason": {
    given: { up: `-- strata-lint: ignore PG008 because ten rows\n${index}` },
    expected: ["PG008=ten rows"],
  },
  "reads a comment after the first words of a statement": {
    given: { up: "create index i -- strata-lint: ignore pg008 because ten rows\n on plain (note)" },
    expected: ["PG008=ten rows"],
  },
  "reads a comment of several lines, and several codes": {
    given: {
      up: "/* strata-lint: ignore PG030, PG008 because\n ten rows */ " +
        "create index if not exists i on plain (note)",
    },
    expected: ["PG008=ten rows", "PG030=ten rows"],
  },
  "silences a whole migration by lintIgnore": {
    given: { up: index, lintIgnore: { PG008: "ten rows" } },
    expected: ["PG008=ten rows"],
  },
  "silences a finding about the whole migration by lintIgnore": {
    given: { up: "select 1", down: null, lintIgnore: { PG028: "no way back" } },
    expected: ["PG028=no way back"],
  },
  "silences only one statement": {
    given: {
      up: `-- strata-lint: ignore PG008 because ten rows\n${index}; create index j on plain (size)`,
      down: "drop index i; drop index j",
    },
    expected: ["PG008=ten rows", "PG008"],
  },
  "silences a finding about the schema at its statement": {
    given: {
      up: "-- strata-lint: ignore TS001 because it is being moved\n" +
        "create unique index i on packed (time, series)",
      target: "timescaledb-2.29.2/community",
    },
    expected: ["TS001=it is being moved"],
  },
  "finds a silence without a reason, and ignores it": {
    given: { up: `-- strata-lint: ignore PG008\n${index}` },
    expected: ["PG008", "SL001"],
  },
  "finds an empty reason": {
    given: { up: `-- strata-lint: ignore PG008 because \n${index}` },
    expected: ["PG008", "SL001"],
  },
  "finds an empty reason of lintIgnore": {
    given: { up: index, lintIgnore: { PG008: " " } },
    expected: ["SL001", "PG008"],
  },
  "finds an unused silence": {
    given: { up: `-- strata-lint: ignore PG025 because I say so\n${index}` },
    expected: ["PG008", "SL002"],
  },
  "finds an unused silence of lintIgnore": {
    given: { up: index, lintIgnore: { PG008: "ten rows", PG025: "I say so" } },
    expected: ["SL002", "PG008=ten rows"],
  },
  "finds an unknown code": {
    given: { up: `-- strata-lint: ignore PG999 because I say so\n${index}` },
    expected: ["PG008", "SL003"],
  },
  "finds an invalid silence": {
    given: { up: `-- strata-lint: off\n${index}` },
    expected: ["PG008", "SL003"],
  },
  "does not let findings about silences be silenced": {
    given: { up: index, lintIgnore: { PG008: "", SL001: "I say so" } },
    expected: ["SL001", "SL003", "PG008"],
  },
  "does not read a string as a comment": {
    given: { up: `comment on table plain is '-- strata-lint: off'`, down: "select 1" },
    expected: [],
  },
  "reads a comment of a down": {
    given: {
      up: "create index i on hyper (value)",
      down: "-- strata-lint: ignore TS010 because an example\ndrop index concurrently i",
      transaction: false,
    },
    expected: ["TS010=an example"],
  },
};

for (const [name, { given, expected }] of Object.entries(cases)) {
  Deno.test(`lintMigrations ${name}`, async () => {
    assert.deepEqual(await outcome(given), expected);
  });
}
