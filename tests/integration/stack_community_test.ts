import assert from "node:assert/strict";
import { join } from "node:path";
import type { ProgressEvent } from "../../src/stack/mod.ts";
import { editionText } from "../../src/stack/native/community.ts";
import { detectPlatform } from "../../src/stack/native/platform.ts";
import { unpackServers } from "../../src/stack/native/packages.ts";
import {
  type AptRepository,
  missingAptProgram,
  serveAptRepository,
  type StandInPackage,
} from "../support/apt_repository.ts";

const missing = await missingAptProgram();

interface Place {
  readonly folder: string;
  /** A stand-in of Debian's mirror. */
  readonly debian: AptRepository;
  /** Writes apt's configuration: Debian's source, and one of the user's. */
  readonly configure: (name: string, text: string) => Promise<string>;
}

const LIBRARY = "usr/lib/postgresql/17/lib/timescaledb.so";

const one = (name: string, version: string, more: Partial<StandInPackage> = {}) => {
  return { name, version, files: { [`usr/share/stand_in/${name}`]: version }, ...more };
};

const DEBIAN: readonly StandInPackage[] = [
  one("postgresql-17", "17.6-0+deb13u1"),
  one("postgresql-17-timescaledb", "2.19.3+dfsg-1", {
    depends: "postgresql-17",
    files: { [LIBRARY]: "apache" },
  }),
  one("dash", "0.5.12-12"),
  one("redis-server", "5:8.0.2-3"),
  one("libssl3", "3.5.0-1"),
];

const timescale = (version: string, major = 17): readonly StandInPackage[] => [
  one(`timescaledb-2-postgresql-${major}`, version, {
    depends:
      `timescaledb-2-loader-postgresql-${major} (>= ${version}), postgresql-${major}, libssl3`,
    files: { [LIBRARY]: `community ${version}` },
  }),
  one(`timescaledb-2-loader-postgresql-${major}`, version),
  // Built for an older release: Debian's own must be taken.
  one("libssl3", "9.9.9-1~other"),
];

async function withPlace(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir(); // apt takes no path with a blank for a keyring
  try {
    await using debian = await serveAptRepository({
      folder: join(folder, "debian"),
      path: "/debian",
      suite: "trixie",
      origin: "Debian",
      packages: DEBIAN,
    });
    const apt = join(folder, "etc");
    await Deno.mkdir(join(apt, "sources.list.d"), { recursive: true });
    await Deno.writeTextFile(
      join(apt, "sources.list.d/debian.sources"),
      `Types: deb\nURIs: ${debian.uri}\nSuites: bookworm\nComponents: main\n` +
        `Signed-By: ${debian.keyring}\n`,
    );
    const configure = async (name: string, text: string) => {
      await Deno.writeTextFile(join(apt, "sources.list.d", name), text);
      return apt;
    };
    await work({ folder, debian, configure });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function serveTimescale(
  folder: string,
  packages: readonly StandInPackage[],
): Promise<AptRepository> {
  return serveAptRepository({
    folder,
    path: "/timescale/timescaledb/debian",
    suite: "bookworm",
    origin: "packagecloud",
    packages,
  });
}

async function unpack(folder: string, apt: string) {
  const notes: string[] = [];
  const report = ({ kind, message }: ProgressEvent) => kind === "note" && notes.push(message);
  const target = await Deno.makeTempDir({ dir: folder, prefix: "strata é 'x " });
  const versions = await unpackServers({ ...await detectPlatform(apt), folder: target, report });
  return { versions, notes, library: await Deno.readTextFile(join(target, LIBRARY)) };
}

type Step = [name: string, work: (place: Place) => Promise<void>];

const STEPS: readonly Step[] = [
  [
    "the Community edition from a source that the user added",
    async ({ folder, configure }) => {
      const packages = timescale("2.31.0~debian12");
      await using own = await serveTimescale(join(folder, "t"), packages);
      const line = `deb [signed-by=${own.keyring}] ${own.uri} bookworm main\n`;
      const apt = await configure("timescaledb.list", line);
      const platform = await detectPlatform(apt);
      const result = await unpack(folder, apt);
      assert.equal(platform.community?.uris[0], own.uri);
      const { versions, notes, library } = result;
      assert.equal(library, "community 2.31.0~debian12");
      assert.equal(versions["timescaledb-2-postgresql-17"], "2.31.0~debian12");
      assert.equal(versions["timescaledb-2-loader-postgresql-17"], "2.31.0~debian12");
      assert.equal(versions["postgresql-17"], "17.6-0+deb13u1");
      assert.equal(versions["libssl3"], "3.5.0-1");
      assert.equal(versions["postgresql-17-timescaledb"], undefined);
      assert.equal(editionText(versions), "2.31.0 Community edition");
      assert.match(
        notes.join(),
        /taking TimescaleDB 2\.31\.0~debian12, the Community edition, from/,
      );
      await configure("timescaledb.list", "");
    },
  ],

  [
    "Debian's edition, and says why, where the source is signed by another key",
    async ({ folder, debian, configure }) => {
      await using own = await serveTimescale(join(folder, "t"), timescale("2.31.0"));
      const apt = await configure(
        "timescaledb.sources",
        `Types: deb\nURIs: ${own.uri}\nSuites: bookworm\nComponents: main\n` +
          `Signed-By: ${debian.keyring}\n`,
      );
      const { versions, notes, library } = await unpack(folder, apt);
      assert.equal(library, "apache");
      assert.equal(editionText(versions), "2.19.3 Apache edition");
      assert.match(notes.join(), /NO_PUBKEY|not signed|no public key/i);
      assert.match(notes.join(), /taking Debian's TimescaleDB, the Apache edition/);
    },
  ],

  [
    "Debian's edition where the source has none for its PostgreSQL, or there is none",
    async ({ folder, configure }) => {
      await using own = await serveTimescale(join(folder, "t"), timescale("2.31.0", 16));
      const apt = await configure(
        "timescaledb.sources",
        `Types: deb\nURIs: ${own.uri}\nSuites: bookworm\nComponents: main\n` +
          `Signed-By: ${own.keyring}\n`,
      );
      const other = await unpack(folder, apt);
      assert.equal(other.library, "apache");
      assert.match(other.notes.join(), /has no timescaledb-2-postgresql-17 for this machine/);
      await configure("timescaledb.sources", "");
      const none = await unpack(folder, apt);
      assert.equal(none.library, "apache");
      assert.deepEqual(none.notes, []);
    },
  ],
];

Deno.test({
  name: "native takes the edition that the machine's sources give" +
    (missing === undefined ? "" : ` (skipped: it needs ${missing})`),
  ignore: missing !== undefined,
  fn: (t) =>
    withPlace(async (place) => {
      for (const [name, work] of STEPS) await t.step(name, () => work(place));
    }),
});
