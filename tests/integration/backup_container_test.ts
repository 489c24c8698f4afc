import assert from "node:assert/strict";
import { makeBackup } from "../../src/operate/backup/make/mod.ts";
import { findProgram } from "../../src/operate/backup/programs/mod.ts";
import { restoreBackup } from "../../src/operate/backup/restore/mod.ts";
import type { ServiceShell } from "../../src/stack/mod.ts";
import { backupTest, places, storeAt, withRestored } from "./backup_support.ts";
import { withFolder } from "./export_support.ts";

await backupTest(
  "timescaledb",
  "programs inside a container make and restore a backup, told of it by variables alone",
  async ({ url, client }) => {
    await client.query("create table public.few as select n from generate_series(1, 100) n");
    const { hostname, port, password } = new URL(url);
    const { rows: [row] } = await client.query("show server_version_num");
    const major = Math.floor(Number(row.server_version_num) / 10_000);
    const found = await findProgram("pg_dump", { least: major, most: major }, places);
    const folder = found.path.slice(0, found.path.lastIndexOf("/"));
    const commands: string[] = [];
    // In place of Compose: the same variables and nothing else, the server's own address inside.
    const shell: ServiceShell = {
      env: {},
      command(variables, [name = "", ...args]) {
        commands.push([...variables, name, ...args].join(" "));
        const inside = [`PGHOST=${hostname}`, `PGPORT=${port}`, "PATH=/usr/bin:/bin"];
        return ["env", ...inside, `${folder}/${name}`, ...args];
      },
    };
    await withFolder(async (empty) => {
      const container = { root: empty, path: [], shell: () => Promise.resolve(shell) };
      const isHere = await findProgram("pg_dump", { least: major, most: major }, {
        ...{ root: empty, path: [] },
      }).then(() => true, () => false);
      // Debian's own folder is looked into first.
      if (isHere) return;
      const store = storeAt(`${empty}/backups`);
      const { name, manifest } = await makeBackup({ url, store, places: container });
      assert.equal(manifest.contents.tables["few"]?.rows, 100);
      await withRestored(url, async (database) => {
        const options = { url, store, name, places: container, database, update: false };
        assert.equal((await restoreBackup(options)).database, database);
      });
      const [dump] = commands.filter((command) => command.includes("--snapshot"));
      assert.match(dump ?? "", /\bPGPASSWORD\b.*\bPGDATABASE\b|\bPGDATABASE\b.*\bPGPASSWORD\b/);
      assert.doesNotMatch(dump ?? "", /PGHOST|PGPORT/);
      assert.doesNotMatch(commands.join("\n"), new RegExp(`=${password}\\b`));
    });
  },
);
