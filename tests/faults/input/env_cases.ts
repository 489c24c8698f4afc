/** A `.env` and how it is answered. */
export interface EnvCase {
  /** What is wrong with it, or odd. */
  readonly name: string;
  /** The file; `folder` makes a folder of that name, `missing` nothing. */
  readonly file: string | Uint8Array | "folder" | "missing";
  /** The problems that are reported, all of them; none where it is read. */
  readonly problems?: readonly RegExp[];
  /** What it sets, where it is read. */
  readonly values?: Readonly<Record<string, string>>;
}

const bytes = (...codes: readonly number[]) => new Uint8Array(codes);
const password = (text: string) => ({ POSTGRES_PASSWORD: text });
const badPort = (text: string): EnvCase => ({
  name: `port ${text}`,
  file: `POSTGRES_PORT=${text}\n`,
  problems: [/^POSTGRES_PORT is ".*" \(.*\.env\), want a port from 1 to 65535$/],
});
const badUrl = (url: string): EnvCase => ({
  name: `URL ${url}`,
  file: `DATABASE_URL='${url}'\n`,
  problems: [
    /^DATABASE_URL has a value that cannot be used \(.*\), want postgres:\/\/user:<password>@host/,
  ],
});

/** Every problem is named with its file and line, exits with 2, and repeats no secret. */
export const envCases: readonly EnvCase[] = [
  { name: "no file", file: "missing", values: password("strata") },
  { name: "an empty file", file: "", values: password("strata") },
  { name: "a folder of that name", file: "folder", problems: [/it is a folder, a file is wanted/] },
  { name: "a byte order mark", file: "\uFEFFPOSTGRES_PASSWORD=finch", values: password("finch") },
  { name: "CRLF", file: "POSTGRES_PASSWORD=finch\r\nREDIS_DB=1\r\n", values: password("finch") },
  { name: "UTF-16", file: bytes(0xff, 0xfe, 0x41, 0, 0x3d, 0), problems: [/it is not UTF-8 text/] },
  { name: "Latin-1", file: bytes(0x41, 0x3d, 0xe9), problems: [/it is not UTF-8 text, save it/] },
  { name: "a NUL", file: "POSTGRES_PASSWORD=finch\0", problems: [/line 1: it holds a NUL/] },
  { name: "no =", file: "\nPOSTGRES_PASSWORD finch\n", problems: [/line 2: there is no `=`/] },
  { name: "no name", file: "=finch\n", problems: [/line 1: what is before `=` is not a name/] },
  { name: "a bad name", file: "POSTGRES-PORT=1\n", problems: [/what is before `=` is not a name/] },
  {
    name: "a name twice",
    file: "POSTGRES_PASSWORD=finch\n\nPOSTGRES_PASSWORD=wren\n",
    problems: [/line 3: POSTGRES_PASSWORD is set already in line 1, remove one of the two/],
  },
  {
    name: "an open quote",
    file: "POSTGRES_PASSWORD='finch\nREDIS_PORT=0\n",
    problems: [/line 1: the ' of POSTGRES_PASSWORD is never closed/, /^REDIS_PORT is "0"/],
  },
  {
    name: "text behind a quote",
    file: 'POSTGRES_PASSWORD="finch"wren\n',
    problems: [/line 1: POSTGRES_PASSWORD has text after its closing "/],
  },
  {
    name: "# in a value",
    file: "POSTGRES_PASSWORD=finch#1\n",
    problems: [/line 1: POSTGRES_PASSWORD has a # in its value: put the value in quotes/],
  },
  {
    name: "# in quotes, and a comment",
    file: "POSTGRES_PASSWORD='finch #1' # mine\n",
    values: password("finch #1"),
  },
  {
    name: "$ in a value",
    file: "POSTGRES_PASSWORD=$HOME${USER}$1\n",
    values: password("$HOME${USER}$1"),
  },
  {
    name: "%, @ and /",
    file: "POSTGRES_PASSWORD=f%in@ch/w:r?n\n",
    values: password("f%in@ch/w:r?n"),
  },
  {
    name: "a code of a URL",
    file: "POSTGRES_PASSWORD=finch%40%zz\n",
    values: password("finch%40%zz"),
  },
  {
    name: "a URL with codes",
    file: "DATABASE_URL=postgres://u:f%25in%40ch%2Fwren@h/d\n",
    values: password("f%in@ch/wren"),
  },
  ...["0", "65536", "abc", "-1", "1e3", "5432.0", "0x1538", "٣", "5432 5433"].map(badPort),
  ...[
    "postgres://u:finch%@h/d",
    "postgres://u:fin/ch@h/d",
    "postgres://u:fin#ch@h/d",
    "postgres://u:finch@h:0/d",
    "postgres://u:finch@h:65536/d",
    "postgres://u:finch@h:abc/d",
    "mysql://u:finch@h/d",
    "u:finch@h/d",
    "postgres://u:finch@h/a/b",
    "postgres://:finch@h/d",
  ].map(badUrl),
  {
    name: "many problems at once",
    file: "nonsense\nPOSTGRES_PORT=abc\nREDIS_PORT=0\nLOG_LEVEL=loud\nREDIS_SENTINELS=a:1\n",
    problems: [
      /line 1: there is no `=`/,
      /^LOG_LEVEL is "loud" \(.*\), want one of debug, info, warning, error$/,
      /^POSTGRES_PORT is "abc"/,
      /^REDIS_PORT is "0"/,
      /^REDIS_SENTINEL_NAME is not set/,
    ],
  },
];
