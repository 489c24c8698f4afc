import assert from "node:assert/strict";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge, type ConvergeOptions } from "../../src/migrate/catalog/converge.ts";
import type { Definitions } from "../../src/migrate/catalog/definitions.ts";
import { grants, owner } from "../../src/migrate/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";
import { readings, sites, weather, weatherMigrations } from "./drift_fixture.ts";
import { assertFound, migrated, sharedReference } from "./drift_support.ts";

/** Roles belong to the whole server, so each test creates its own and drops them. */
async function withRoles(
  db: ThrowawayDatabase,
  use: (roles: { readonly reader: string; readonly writer: string }) => Promise<void>,
): Promise<void> {
  const suffix = crypto.randomUUID().slice(0, 8);
  const roles = { reader: `reader-${suffix}`, writer: `writer_${suffix}` };
  for (const role of Object.values(roles)) await db.client.query(`create role "${role}"`);
  try {
    await use(roles);
  } finally {
    for (const role of Object.values(roles)) {
      await db.client.query(`reassign owned by "${role}" to current_user`);
      await db.client.query(`drop owned by "${role}"`);
      await db.client.query(`drop role "${role}"`);
    }
  }
}

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(kind, `checkDrift compares declared grants and owners, ${kind}`, async (_t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, weatherMigrations);
    await withRoles(db, async ({ reader, writer }) => {
      const definitions: Definitions = {
        ...weather,
        grants: [
          grants(readings, { [reader]: ["select"], [writer]: ["select", "insert"] }),
          grants("readings_hourly", { [reader]: ["select"] }),
          grants("bright_sites", { public: [], nobody_at_all: ["select"] }),
        ],
        owners: [owner(readings, writer), owner(sites, "strata")],
      };
      const options: ConvergeOptions = {
        open,
        migrations: weatherMigrations,
        definitions,
        openReference: reference.open,
      };
      await db.client.query(`grant update, select on readings to "${reader}"`);
      await db.client.query("grant select on bright_sites to public");
      await db.client.query(`grant delete on sites to ${writer}`);
      const { differences, notes } = await checkDrift(options);
      const role = "nobody_at_all";
      assertFound(differences, [
        ["bright_sites", `grants to ${role}`, "select", "no such role"],
        ["bright_sites", "grants to public", "nothing", "select"],
        ["readings", `grants to ${reader}`, "select", "select, update"],
        ["readings", `grants to ${writer}`, "insert, select", "nothing"],
        ["readings", "owner", writer, "strata"],
        ["readings_hourly", `grants to ${reader}`, "select", "nothing"],
      ]);
      assert.ok(!notes.some(({ message }) => message.includes("declared")));

      const { actions, refused } = await converge(options);
      assert.deepEqual(actions.map(({ statements }) => statements), [
        [`grant insert, select on "public"."readings" to "${writer}"`],
        [`grant select on "public"."readings_hourly" to "${reader}"`],
      ]);
      assert.deepEqual(
        refused.map(({ reason }) => /create it|revoke it|owner to/.exec(reason)?.[0]),
        [
          "create it",
          "revoke it",
          "revoke it",
          "owner to",
        ],
      );
      await db.client.query(`revoke update on readings from "${reader}"`);
      await db.client.query("revoke select on bright_sites from public");
      await db.client.query(`alter table readings owner to "${writer}"`);
      assertFound((await checkDrift(options)).differences, [
        ["bright_sites", `grants to ${role}`, "select", "no such role"],
      ]);

      const listed = await checkDrift({ ...options, listAccess: true });
      assert.equal(listed.differences.length, 1);
      const lines = listed.notes.map(({ object, message }) => `${object}: ${message}`)
        .filter((line) => line.endsWith("which is not declared"));
      assert.deepEqual(lines, [
        "bright_sites: owned by strata, which is not declared",
        "readings_daily: owned by strata, which is not declared",
        "readings_hourly: owned by strata, which is not declared",
        `sites: delete granted to ${writer}, which is not declared`,
      ]);
    });
  });
}

serverTest(
  "timescaledb",
  "checkDrift names the schema to which a missing table was moved",
  async (_t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, weatherMigrations);
    const options = { open, migrations: weatherMigrations, openReference: reference.open };
    await db.client.query("create schema archive");
    await db.client.query("drop view bright_sites");
    await db.client.query("alter table sites set schema archive");
    const { differences } = await checkDrift(options);
    assertFound(differences, [
      ["bright_sites", "view", "view", null],
      ["readings.fk_readings_site_id_sites", "foreign key", /public\.sites/, /archive\.sites/],
      [
        "sites",
        "table",
        /^\(id integer, code text/,
        "missing, but one of this name is in schema archive",
      ],
    ]);
    const { refused } = await converge(options);
    assert.match(refused.at(-1)?.reason ?? "", /alter table … set schema/);
  },
);

serverTest(
  "timescaledb",
  "converge corrects comments on views, indexes, constraints and triggers",
  async (_t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, weatherMigrations);
    const options = { open, migrations: weatherMigrations, openReference: reference.open };
    for (
      const on of [
        "view bright_sites",
        "view readings_daily",
        "index ix_readings_channel",
        "constraint uq_sites_code on sites",
        "trigger tg_sites_updated_at on sites",
      ]
    ) await db.client.query(`comment on ${on} is 'by hand'`);
    const { actions, remaining } = await converge(options);
    assert.equal(actions.length, 5);
    assert.deepEqual(remaining, []);
  },
);
