import assert from "node:assert/strict";
import { parseEnvFile } from "../../../../src/base/settings/mod.ts";

const good: readonly [name: string, text: string, values: Record<string, string>][] = [
  ["nothing", "", {}],
  ["blank lines and comments", "\n  \n# A=1\n   # B=2\n", {}],
  ["a plain value", "A=1", { A: "1" }],
  ["blanks around name and value", "  A =  1  ", { A: "1" }],
  ["export", "export A=1\nexport\tB=2", { A: "1", B: "2" }],
  ["a byte order mark", "\uFEFFA=1\nB=2", { A: "1", B: "2" }],
  ["CRLF", "A=1\r\nB=2\r\n", { A: "1", B: "2" }],
  ["old Mac line ends", "A=1\rB=2\r", { A: "1", B: "2" }],
  ["an empty value", "A=\nB=2", { A: "", B: "2" }],
  ["an empty value with blanks behind it", "A=  \nB=2", { A: "", B: "2" }],
  ["an empty value with a comment behind it", "A= # none\nB=2", { A: "", B: "2" }],
  ["empty quotes", "A=''\nB=\"\"\nC=3", { A: "", B: "", C: "3" }],
  ["$ in a value", "A=$HOME\nB=\"${HOME}\"\nC='$1'", { A: "$HOME", B: "${HOME}", C: "$1" }],
  ["a comment behind a value", "A=1 # one\nB=2\t# two", { A: "1", B: "2" }],
  ["# in quotes", "A=\"a#b\"\nB='a #b'\nC=`#c`", { A: "a#b", B: "a #b", C: "#c" }],
  ["a comment behind quotes", 'A="x" # y\nB="x"# y', { A: "x", B: "x" }],
  ["= in a value", "A=b=c=", { A: "b=c=" }],
  ["quotes within a value", `A=it's\nB=a"b"c`, { A: "it's", B: 'a"b"c' }],
  ["the other quotes within quotes", `A="it's"\nB='say "x"'`, { A: "it's", B: 'say "x"' }],
  ["\\n within double quotes", 'A="a\\nb"', { A: "a\nb" }],
  ["\\n within single quotes", "A='a\\nb'", { A: "a\\nb" }],
  ["a value over several lines", 'A="a\nb"\nB=2', { A: "a\nb", B: "2" }],
  ["an escaped quote within quotes", 'A="a\\"b"\nB=2', { A: 'a\\"b', B: "2" }],
  ["blanks kept in quotes", "A=' a '", { A: " a " }],
  ["signs of a password in quotes", "A='p@s:s/w%r?d&'", { A: "p@s:s/w%r?d&" }],
  ["letters of any language", "A=São Paulo", { A: "São Paulo" }],
];

for (const [name, text, values] of good) {
  Deno.test(`parseEnvFile reads ${name}`, () => {
    const file = parseEnvFile(text);
    assert.deepEqual(file.problems, []);
    assert.deepEqual(Object.fromEntries(file.values), values);
  });
}

const bad: readonly [name: string, text: string, problem: RegExp][] = [
  ["a line without =", "A=1\nhunter2\n", /^\.env line 2: there is no `=`/],
  ["a name with a hyphen", "A-B=hunter2", /^\.env line 1: what is before `=` is not a name/],
  ["a name that begins with a digit", "1A=hunter2", /^\.env line 1: what is before `=`/],
  ["a name with a blank", "A B=hunter2", /^\.env line 1: what is before `=`/],
  ["no name", "=hunter2", /^\.env line 1: what is before `=`/],
  ["a URL without a name", "postgres://u:hunter2@h/d?a=b", /^\.env line 1: what is before/],
  ["a name given twice", "A=hunter2\nB=1\nA=2", /^\.env line 3: A is set already in line 1/],
  ["an open double quote", 'A="hunter2\nB=1', /^\.env line 1: the " of A is never closed/],
  ["an open single quote", "B=1\nA='hunter2", /^\.env line 2: the ' of A is never closed/],
  ["an open quote with an escaped one", 'A="hunter2\\"', /^\.env line 1: the " of A is never/],
  ["text behind quotes", 'A="hunter2" tail', /^\.env line 1: A has text after its closing "/],
  ["a doubled single quote", "A='hunter2''s'", /^\.env line 1: A has text after its closing '/],
  ["a # inside a value", "A=hunter2#x", /^\.env line 1: A has a # in its value: put the value in/],
  ["a # that begins a value", "A=#hunter2", /^\.env line 1: A has a # in its value/],
  ["a NUL", "A=hunter2\0", /^\.env line 1: it holds a NUL/],
];

for (const [name, text, problem] of bad) {
  Deno.test(`parseEnvFile reports ${name} and repeats nothing of it`, () => {
    const { problems } = parseEnvFile(text);
    assert.equal(problems.length, 1, problems.join("\n"));
    assert.match(problems[0] ?? "", problem);
    assert.doesNotMatch(problems.join("\n"), /hunter2/);
  });
}

Deno.test("parseEnvFile reports every problem and keeps what is right", () => {
  const file = parseEnvFile('A=1\nbroken\nB="open\nC=3\n4=x', "my.env");
  assert.deepEqual(Object.fromEntries(file.values), { A: "1", C: "3" });
  assert.deepEqual(file.problems.map((problem) => problem.slice(0, 13)), [
    "my.env line 2",
    "my.env line 3",
    "my.env line 5",
  ]);
});
