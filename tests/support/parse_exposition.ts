/** A family of metrics as it was parsed. */
export interface ParsedFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly ParsedSample[];
}

/** A value as it was parsed. */
export interface ParsedSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Parses Prometheus's text format 0.0.4 more strictly than Prometheus does: each family once, with
 * HELP before TYPE before its values, no value twice, no family without one.
 *
 * @throws {SyntaxError} If a line breaks a rule.
 */
export function parseExposition(text: string): ReadonlyMap<string, ParsedFamily> {
  if (!text.endsWith("\n")) throw new SyntaxError("the last line does not end");
  const lines = text.slice(0, -1).split("\n");
  const families = new Map<string, ParsedFamily>();
  for (let at = 0; at < lines.length;) {
    const [, name = "", help = ""] = matched(
      /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ([^\n]*)$/,
      lines[at++],
    );
    const [, typed, type = ""] = matched(/^# TYPE (\S+) (counter|gauge)$/, lines[at++]);
    if (typed !== name) throw new SyntaxError(`TYPE of "${typed}" after HELP of "${name}"`);
    if (families.has(name)) throw new SyntaxError(`"${name}" comes twice`);
    if ((type === "counter") !== name.endsWith("_total")) {
      throw new SyntaxError(`"${name}" is a ${type}`);
    }
    const samples: ParsedSample[] = [];
    const seen = new Set<string>();
    while (at < lines.length && !lines[at]?.startsWith("#")) {
      const [, named, labels = "", value = ""] = matched(
        /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([^\n]*)\})? (\S+)$/,
        lines[at++],
      );
      if (named !== name) throw new SyntaxError(`a value of "${named}" under "${name}"`);
      if (seen.has(labels)) throw new SyntaxError(`${name}{${labels}} comes twice`);
      seen.add(labels);
      samples.push({ labels: labelsOf(labels), value: numberOf(value) });
    }
    if (samples.length === 0) throw new SyntaxError(`"${name}" has no value`);
    families.set(name, { name, help: unescaped(help), type, samples });
  }
  return families;
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  let rest = text;
  while (rest !== "") {
    const [whole, name = "", value = ""] = matched(
      /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,(?=[^])|$)/,
      rest,
    );
    if (name in labels) throw new SyntaxError(`the label "${name}" comes twice`);
    labels[name] = unescaped(value);
    rest = rest.slice(whole?.length);
  }
  return labels;
}

function unescaped(text: string): string {
  return text.replace(/\\([^])/g, (_, sign: string) => sign === "n" ? "\n" : sign);
}

function numberOf(text: string): number {
  if (/^[+-]Inf$/.test(text)) return text.startsWith("+") ? Infinity : -Infinity;
  if (text === "NaN") return NaN;
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text)) throw new SyntaxError(`"${text}" is no number`);
  return Number(text);
}

function matched(pattern: RegExp, line: string | undefined): RegExpExecArray {
  const found = pattern.exec(line ?? "");
  if (found === null) throw new SyntaxError(`not in the format: ${line}`);
  return found;
}
