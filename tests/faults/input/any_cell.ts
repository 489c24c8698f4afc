import fc from "fast-check";

/** A value for a column, and what the table has of it afterwards; undefined if it is refused. */
export interface Cell {
  readonly value: unknown;
  readonly stored: unknown;
}

const kept = (value: unknown, stored: unknown = value): Cell => ({ value, stored });
const refused = (value: unknown): Cell => ({ value, stored: undefined });
const empty = fc.constant(kept(null));

/** Any code units: lone surrogates and NUL among them. */
const anyUnits = fc.string({
  unit: fc.oneof(
    { weight: 20, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
    },
  ),
  maxLength: 12,
});

const isText = (text: string) => text.isWellFormed() && !text.includes("\0");

const text = anyUnits.map((value) => isText(value) ? kept(value) : refused(value));

/** JSON has no negative zero, and PostgreSQL's no NUL and no half of a surrogate pair. */
const json = fc.jsonValue({ stringUnit: "binary", maxDepth: 3 })
  .filter((value) => value !== null)
  .map((value) => {
    const written = JSON.stringify(value);
    const sent: unknown = JSON.parse(written);
    return written.includes("\\u0000") ? refused(sent) : kept(sent);
  });

const double = fc.oneof(
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => kept(value)),
  fc.constantFrom(NaN, Infinity, -Infinity, "1,5", "abc", "", "9007199254740993").map(refused),
);

const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: min, maxLength: max });

/** For `numeric(12, 4)`: what would round is refused. */
const numeric = fc.record({
  sign: fc.constantFrom("", "-"),
  whole: digits(1, 11),
  part: digits(0, 6),
})
  .map(({ sign, whole, part }) => {
    const value = `${sign}${whole}${part === "" ? "" : `.${part}`}`;
    const exact = whole.replace(/^0+(?=\d)/, "");
    const isExact = /^\d{0,4}0*$/.test(part) && exact.length <= 8;
    if (!isExact) return refused(value);
    const plain = `${exact}.${part.slice(0, 4).padEnd(4, "0")}`;
    return kept(value, sign === "-" && /[1-9]/.test(plain) ? `-${plain}` : plain);
  });

const LIMIT = 2n ** 63n;

const whole = fc.oneof(
  fc.bigInt({ min: -LIMIT * 2n, max: LIMIT * 2n }),
  fc.bigInt({ min: -LIMIT, max: LIMIT - 1n }),
  fc.maxSafeInteger().map(BigInt),
).map((value) => value >= -LIMIT && value < LIMIT ? kept(value, String(value)) : refused(value));

const two = (number: number, width = 2) => String(number).padStart(width, "0");

const day = fc.record({
  year: fc.integer({ min: 0, max: 9999 }),
  month: fc.integer({ min: 0, max: 13 }),
  day: fc.integer({ min: 0, max: 32 }),
}).map(({ year, month, day }) => {
  const value = `${two(year, 4)}-${two(month)}-${two(day)}`;
  const date = new Date(`${value}T00:00:00Z`);
  const isDay = year > 0 && !Number.isNaN(date.getTime()) &&
    date.toISOString().slice(0, 10) === value;
  return isDay ? kept(value) : refused(value);
});

/** An instant to the microsecond, with an offset; the year 1970 has instants of mistaken units. */
const instant = fc.oneof(
  fc.record({
    at: fc.date({
      min: new Date("1971-01-01Z"),
      max: new Date("9998-12-31Z"),
      noInvalidDate: true,
    }),
    micros: fc.integer({ min: 0, max: 999 }),
    offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
  }).map(({ at, micros, offset }) => {
    const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
    const span = Math.abs(offset);
    const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(span / 60))}:${two(span % 60)}`;
    const stored = `${BigInt(at.getTime()) * 1000n + BigInt(micros)}`;
    return kept(`${local}${two(micros, 3)}${zone}`, stored);
  }),
  fc.date({ min: new Date("1971-01-01Z"), max: new Date("9998-12-31Z"), noInvalidDate: true })
    .map((at) => kept(at, `${BigInt(at.getTime()) * 1000n}`)),
  fc.constantFrom(
    "2024-01-01T00:00:00",
    "2024-01-01 00:00",
    "2024-01-01",
    "2024-02-30T00:00:00Z",
    "2024-01-01T00:00:00.1234567Z",
    "294277-01-01T00:00:00Z",
    "0044-03-15T00:00:00Z BC",
    "infinity",
    "now",
    new Date(NaN),
    new Date(-8.64e15),
    new Date(1_735_689_600_000_000),
  ).map(refused),
);

const flag = fc.boolean().map((value) => kept(value));

/** A cell for each column of the table `anything`. */
export const anyCells: Readonly<Record<string, fc.Arbitrary<Cell>>> = {
  label: text,
  document: json,
  rate: double,
  amount: numeric,
  count: whole,
  day,
  at: instant,
  flag,
};

/** A row: mostly what is stored, now and then one cell that is not. */
export const anyRow: fc.Arbitrary<Readonly<Record<string, Cell>>> = fc.record(
  Object.fromEntries(
    Object.entries(anyCells).map(([name, cell]) => [
      name,
      fc.oneof(
        { weight: 1, arbitrary: empty },
        { weight: 1, arbitrary: cell },
        { weight: 12, arbitrary: cell.filter(({ stored }) => stored !== undefined) },
      ),
    ]),
  ),
);
