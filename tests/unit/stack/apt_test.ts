import assert from "node:assert/strict";
import { join } from "node:path";
import { parseUris, renderConfiguration } from "../../../src/stack/native/apt.ts";
import {
  parseDeb822,
  parseOneLine,
  readAptSources,
} from "../../../src/stack/native/apt_sources.ts";
import {
  editionText,
  findTimescaleSource,
  renderUserSource,
  sourceName,
} from "../../../src/stack/native/community.ts";
import { findMirror, mirrorName, renderSource } from "../../../src/stack/native/mirror.ts";

const MODERN = `# a comment
Types: deb deb-src
URIs: http://user:secret@mirror.example.com/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: https://packages.example.com/node
Suites: nodistro
Components: main
`;

Deno.test("parseDeb822 reads every paragraph with its fields", () => {
  assert.deepEqual(parseDeb822(MODERN), [
    {
      types: ["deb", "deb-src"],
      uris: ["http://user:secret@mirror.example.com/debian"],
      suites: ["bookworm", "bookworm-updates"],
      components: ["main", "contrib"],
      fields: { "signed-by": "/usr/share/keyrings/debian-archive-keyring.gpg" },
    },
    {
      types: ["deb"],
      uris: ["https://packages.example.com/node"],
      suites: ["nodistro"],
      components: ["main"],
      fields: {},
    },
  ]);
});

Deno.test("parseDeb822 keeps a key that stands in the file, and leaves out what is disabled", () => {
  const key =
    " -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n -----END PGP PUBLIC KEY BLOCK-----";
  const text = `Types: deb\r\nURIs:\r\n http://a/debian\r\n http://b/debian\r\nSuites: trixie
Components: main\nSigned-By:\n${key}\n\nEnabled: no\nTypes: deb\nURIs: http://c\nSuites: sid\n`;
  const [source, ...rest] = parseDeb822(text);
  assert.deepEqual(rest, []);
  assert.deepEqual(source?.uris, ["http://a/debian", "http://b/debian"]);
  assert.equal(source?.fields["signed-by"], `\n${key}`);
});

Deno.test("parseOneLine reads options, comments and lines that are none", () => {
  const text = `# deb http://no/debian bookworm main
deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/k.gpg] http://a/debian bookworm main contrib # here
deb-src http://a/debian bookworm main
deb http://b/debian stable main
`;
  assert.deepEqual(parseOneLine(text), [
    {
      types: ["deb"],
      uris: ["http://a/debian"],
      suites: ["bookworm"],
      components: ["main", "contrib"],
      fields: { architectures: "amd64 arm64", "signed-by": "/usr/share/keyrings/k.gpg" },
    },
    {
      types: ["deb-src"],
      uris: ["http://a/debian"],
      suites: ["bookworm"],
      components: ["main"],
      fields: {},
    },
    {
      types: ["deb"],
      uris: ["http://b/debian"],
      suites: ["stable"],
      components: ["main"],
      fields: {},
    },
  ]);
});

Deno.test("readAptSources reads both formats, and only files that apt would read", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.mkdir(join(folder, "sources.list.d"));
    await Deno.writeTextFile(join(folder, "sources.list"), "deb http://a/debian sid main\n");
    await Deno.writeTextFile(join(folder, "sources.list.d/debian.sources"), MODERN);
    await Deno.writeTextFile(
      join(folder, "sources.list.d/old.list.disabled"),
      "deb http://x y z\n",
    );
    const sources = await readAptSources(folder);
    assert.deepEqual(sources.map(({ suites }) => suites[0]), ["sid", "bookworm", "nodistro"]);
    assert.deepEqual(await readAptSources(join(folder, "none")), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("findMirror takes Debian's own main and nothing else", async (t) => {
  const find = (text: string) => findMirror(parseOneLine(text), "amd64")?.uris[0];
  const cases: [name: string, text: string, uri: string | undefined][] = [
    ["debian", "deb http://a/debian bookworm main", "http://a/debian"],
    ["security only", "deb http://a/debian-security bookworm-security main", undefined],
    ["ubuntu", "deb http://a/ubuntu noble main universe", undefined],
    ["sources only", "deb-src http://a/debian bookworm main", undefined],
    ["no main", "deb http://a/debian bookworm contrib", undefined],
    ["another architecture", "deb [arch=arm64] http://a/debian bookworm main", undefined],
    [
      "a disc first",
      "deb cdrom:[x]/ bookworm main\ndeb http://b/debian sid main",
      "http://b/debian",
    ],
  ];
  for (const [name, text, uri] of cases) await t.step(name, () => assert.equal(find(text), uri));
});

Deno.test("renderSource asks the same mirror for trixie, with the same key", () => {
  const mirror = findMirror(parseDeb822(MODERN), "amd64");
  assert.ok(mirror);
  assert.equal(
    renderSource(mirror),
    `Types: deb
URIs: http://user:secret@mirror.example.com/debian
Suites: trixie
Components: main
signed-by: /usr/share/keyrings/debian-archive-keyring.gpg
`,
  );
  assert.equal(mirrorName(mirror), "http://mirror.example.com/debian");
});

Deno.test("renderConfiguration keeps how the machine reaches its mirror, and no hook or pin", () => {
  const machine = [
    'APT::Update::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb || true";',
    'Acquire::http::Proxy "http://proxy.example.com:3128";',
    'Acquire::Languages:: "none";',
    'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "true";',
    'Dir::Etc::preferences "preferences";',
  ].join("\n");
  const text = renderConfiguration(
    { folder: "/p/é è/apt", mirror: { uris: [], fields: {} }, architecture: "arm64" },
    machine,
  );
  assert.match(text, /^Acquire::http::Proxy "http:\/\/proxy\.example\.com:3128";$/m);
  assert.match(text, /^APT::Architecture "arm64";$/m);
  assert.match(text, /^Dir::State "\/p\/é è\/apt";$/m);
  assert.doesNotMatch(text, /Post-Invoke|DEP-11|"preferences"/);
});

Deno.test("parseUris reads names and versions out of what apt-get prints", () => {
  const text =
    `'http://a/debian/pool/main/r/redis/redis-server_8.0.2-3_amd64.deb' redis-server_5%3a8.0.2-3%2bdeb13u2_amd64.deb 66576 SHA256:0f
'http://a/pool/tzdata_2026c-0_all.deb' tzdata_2026c-0_all.deb 264156 SHA256:1a
`;
  assert.deepEqual(parseUris(text), [
    { name: "redis-server", version: "5:8.0.2-3+deb13u2" },
    { name: "tzdata", version: "2026c-0" },
  ]);
});

const TIMESCALE = "https://packagecloud.io/timescale/timescaledb/debian/";

Deno.test("findTimescaleSource finds Timescale's packages among the user's sources", async (t) => {
  const find = (text: string, madison = "") =>
    findTimescaleSource(parseOneLine(text), "amd64", madison)?.uris[0];
  const debian = "deb http://a/debian bookworm main\n";
  const listed =
    " timescaledb-2-postgresql-17 | 2.29.2 | http://b/apt bookworm/main amd64 Packages\n";
  const cases: [name: string, text: string, madison: string, uri: string | undefined][] = [
    ["its own address", `${debian}deb ${TIMESCALE} bookworm main`, "", TIMESCALE],
    ["none", debian, "", undefined],
    ["sources only", `deb-src ${TIMESCALE} bookworm main`, "", undefined],
    ["another architecture", `deb [arch=arm64] ${TIMESCALE} bookworm main`, "", undefined],
    [
      "a mirror that apt's lists name",
      `${debian}deb http://me:pw@b/apt/ bookworm main`,
      listed,
      "http://me:pw@b/apt/",
    ],
    ["a mirror of another release", `${debian}deb http://b/apt trixie main`, listed, undefined],
  ];
  for (const [name, text, madison, uri] of cases) {
    await t.step(name, () => assert.equal(find(text, madison), uri));
  }
});

Deno.test("renderUserSource keeps the user's suite and keyring, and sourceName no password", () => {
  const text = "Types: deb deb-src\nURIs: https://me:canary@packagecloud.io/timescale/x\n" +
    "Suites: bookworm\nComponents: main\nSigned-By: /usr/share/keyrings/t.gpg\n";
  const [source] = parseDeb822(text);
  assert.ok(source);
  assert.equal(
    renderUserSource(source),
    "Types: deb\nURIs: https://me:canary@packagecloud.io/timescale/x\nSuites: bookworm\n" +
      "Components: main\nsigned-by: /usr/share/keyrings/t.gpg\n",
  );
  assert.equal(sourceName(source), "https://packagecloud.io/timescale/x");
});

Deno.test("editionText reads version and edition off the unpacked packages", () => {
  const text = (versions: Record<string, string>) => editionText(versions);
  assert.equal(
    text({ "timescaledb-2-postgresql-17": "2.31.0~debian12-1710" }),
    "2.31.0 Community edition",
  );
  assert.equal(text({ "postgresql-17-timescaledb": "2.19.3+dfsg-1" }), "2.19.3 Apache edition");
  assert.equal(text({ dash: "1" }), undefined);
});
