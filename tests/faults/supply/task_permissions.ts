/** Why a task has each of its permissions, by the flag. */
export type Reasons = Readonly<Record<string, string>>;

const ENV = "every setting is a variable; without it, secrets could not be hidden in the output";
const RUN =
  "programs of the backend, found on PATH; a shell is one, so that a list narrows nothing";
const ANY_HOST = "the settings name servers on any host";
const LOOPBACK = "asks the services of the stack whether they answer";
const ANY_FILE = "the user names files anywhere, such as a certificate of DB_SSL";
const PROJECT = "`.env` and the state of the stack";
const STATE = "the state, data and programs of the stack";
const UID = "root runs the servers as another user";
const DISK = "what is left of the disk with the data; without it, that line says so";

/** What the native backend reads besides the project. */
const APT = "--allow-read=.,/etc/apt,/usr/share/zoneinfo";
const APT_WHY = "`.env`, the state of the stack, apt's mirrors and the time zones of initdb";

const database: Reasons = {
  "--allow-read": ANY_FILE,
  "--allow-env": ENV,
  "--allow-net": ANY_HOST,
};

const dumps: Reasons = {
  "--allow-run": "pg_dump and pg_restore, of PATH or of the container",
  "--allow-read": "backups, in a folder that the user names",
  "--allow-write": "backups, in a folder that the user names",
  "--allow-env": ENV,
  "--allow-net": "the database and an S3 server on any host",
};

const measuring: Reasons = {
  "--allow-run": "servers and other programs under load",
  "--allow-read": "data and temporary folders",
  "--allow-write": "temporary folders, and a report where the user wants it",
  "--allow-env": ENV,
  "--allow-net": "the servers of STRATA_TEST_… on any host",
  "--allow-sys=uid": UID,
};

/** The permissions of each task of deno.json, in its order there: the least that it needs. */
export const taskPermissions: Readonly<Record<string, Reasons>> = {
  start: {
    "--allow-run": RUN,
    "--allow-read": `${APT_WHY}; ${ANY_FILE}`,
    "--allow-write=.strata": STATE,
    "--allow-env": ENV,
    "--allow-net": ANY_HOST,
    "--allow-sys=uid,statfs": `${UID}; ${DISK}`,
  },
  up: {
    "--allow-run": RUN,
    [APT]: APT_WHY,
    "--allow-write=.strata": STATE,
    "--allow-env": ENV,
    "--allow-net=127.0.0.1": LOOPBACK,
    "--allow-sys=uid": UID,
  },
  down: {
    "--allow-run": RUN,
    "--allow-read=.": PROJECT,
    "--allow-write=.strata": STATE,
    "--allow-env": ENV,
    "--allow-net=127.0.0.1": LOOPBACK,
  },
  ps: {
    "--allow-run": RUN,
    "--allow-read=.": PROJECT,
    "--allow-env": ENV,
    "--allow-net=127.0.0.1": LOOPBACK,
  },
  logs: {
    "--allow-run": RUN,
    "--allow-read=.": `${PROJECT}; its logs`,
    "--allow-env": ENV,
    "--allow-net=127.0.0.1": LOOPBACK,
  },
  migrate: {
    "--allow-read": ANY_FILE,
    "--allow-write=migrations": "`new` writes a module there",
    "--allow-env": ENV,
    "--allow-net": ANY_HOST,
  },
  verify: { ...database, "--allow-sys=statfs": DISK },
  doctor: {
    "--allow-run": "asks the programs that a backend would use for their versions",
    "--allow-read": "looks where programs and their settings may be",
    "--allow-write": "`--report` writes where the user wants it",
    "--allow-env": ENV,
    "--allow-net": "asks registries, mirrors and servers whether they answer",
    "--allow-sys=uid": "says whether this user can run the servers",
  },
  upgrade: database,
  load: { ...database, "--allow-read": "the file, anywhere" },
  fetch: {
    ...database,
    "--allow-read": "sources of the user's own, anywhere",
    "--allow-net": "the database, and sources on their hosts or a stand-in's",
  },
  show: { ...database, "--allow-write": "`--svg` and `--html` write where the user wants it" },
  export: {
    ...database,
    "--allow-read": "a manifest to check, anywhere",
    "--allow-write": "the file, where the user wants it",
  },
  serve: { ...database, "--allow-net": `${ANY_HOST}, and it listens where it is told` },
  consume: { ...database, "--allow-net": "the database and the brokers on any host" },
  publish: { ...database, "--allow-net": "the database and the brokers on any host" },
  backup: dumps,
  restore: { ...dumps, "--allow-write": "a temporary file with the list of what is restored" },
  archive: {
    ...database,
    "--allow-read": "archives, in a folder that the user names",
    "--allow-write": "archives, in a folder that the user names",
  },
  dashboard: {
    ...database,
    "--allow-net": `${ANY_HOST}, and it listens where it is told`,
    "--allow-sys=statfs": DISK,
  },
  bench: measuring,
  check: { "--allow-run": "deno itself, for each step", "--allow-env": ENV },
  sbom: {
    "--allow-read=.": "deno.lock, the list of licences and what is published",
    "--allow-write": "`--to` writes where the user wants it",
    "--allow-env": ENV,
  },
  test: {
    "--allow-run": "deno itself, which gives the tests what they need, and servers for them",
    [APT]: APT_WHY,
    "--allow-write=.strata": STATE,
    "--allow-env": ENV,
    "--allow-net=127.0.0.1": LOOPBACK,
    "--allow-sys=uid": UID,
  },
  "test:faults": {
    "--allow-run": "deno itself, which gives the tests what they need, and servers for them",
    "--allow-read": "what the tests reported, in a temporary folder",
    "--allow-write": "a temporary folder, and `--table` where the user wants it",
    "--allow-env": ENV,
    "--allow-net=127.0.0.1": LOOPBACK,
    "--allow-sys=uid": UID,
  },
  soak: measuring,
};
