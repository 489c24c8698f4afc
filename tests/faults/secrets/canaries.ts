import { percentEncode, type Variable, variables } from "../../../src/base/settings/mod.ts";

/** The two words of every canary, to show whether half of one slipped through. */
const WORDS = ["canary", "finch"] as const;

/** The variables that hold a secret, as the settings declare them: a new one is among them. */
export const secretVariables: readonly Variable[] = variables.filter(({ secret }) => secret);

/** A variable with a secret of its own. */
export interface Canary {
  /** The variable. */
  readonly variable: Variable;
  /** The secret. */
  readonly secret: string;
  /** The value that holds it. */
  readonly value: string;
}

/** Makes a secret for each variable: with the characters that URLs encode, where it may have them. */
export const canaries: readonly Canary[] = secretVariables.map((variable, place) => {
  const awkward = `${WORDS[0]}${place}/p@ss%wo:rd?#&'" ${WORDS[1]}${place}`;
  const plain = `${WORDS[0]}${place}.p~ss+word/=-${WORDS[1]}${place}`;
  const forms = [
    { secret: plain, value: `name:${plain}` },
    { secret: awkward, value: `postgres://u:${percentEncode(awkward)}@127.0.0.1:1/d` },
    { secret: awkward, value: awkward },
  ];
  // A field that takes any text takes the others too, so that the narrow ones are tried first.
  const narrow = variable.schema.safeParse(awkward).success ? forms.slice(2) : forms;
  const form = narrow.find(({ value }) => variable.schema.safeParse(value).success);
  if (form === undefined) throw new Error(`Cannot make a secret for "${variable.name}"`);
  return { variable, ...form };
});

/** Every variable with its canary. */
export const canaryEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  canaries.map(({ variable, value }) => [variable.name, value]),
);

/** The words as base64 has them, at each of the three places that a text may begin. */
const encodedWords = WORDS.flatMap((word) =>
  [0, 1, 2].map((shift) => {
    const whole = btoa(`${"x".repeat(shift)}${word}`);
    // Only the characters that no neighbour changes.
    return whole.slice(Math.ceil(shift * 8 / 6), Math.floor((shift + word.length) * 8 / 6));
  })
);

const hexWords = WORDS.map((word) =>
  [...word].map((letter) => letter.charCodeAt(0).toString(16)).join("")
);

const anyWord = new RegExp(WORDS.join("|"), "i");
const anyCode = new RegExp([...encodedWords, ...hexWords].join("|"));

/** Finds what is left of a canary in a text: plain, in base64 or in hex. */
export function findCanary(text: string): string | undefined {
  const found = anyWord.exec(text) ?? anyCode.exec(text);
  if (found === null) return undefined;
  return text.slice(Math.max(0, found.index - 60), found.index + 60);
}

/** Every way in which an error reaches a log. */
export function printedError(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    parts.push(at.message, at.stack ?? "", Deno.inspect(at, { depth: 9 }), String(at));
    parts.push(JSON.stringify(at), JSON.stringify(Object.getOwnPropertyDescriptors(at)));
  }
  return [...parts, Deno.inspect(error, { depth: 9, showHidden: true })].join("\n");
}
