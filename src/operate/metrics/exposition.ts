/** A value of a metric. */
export interface MetricSample {
  /** What tells it from others of its family; undefined ones are left out. */
  readonly labels?: Readonly<Record<string, string | number | undefined>>;
  readonly value: number;
}

/** A metric with its values. */
export interface MetricFamily {
  /** The name in base units, such as `strata_hypertable_bytes`; that of a counter ends in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: readonly MetricSample[];
}

/** The media type of {@linkcode renderExposition}. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Writes metrics in Prometheus's text format, version 0.0.4. A family without values is left out. */
export function renderExposition(families: readonly MetricFamily[]): string {
  return families.filter(({ samples }) => samples.length > 0).map(renderFamily).join("");
}

function renderFamily({ name, help, type, samples }: MetricFamily): string {
  const lines = samples.map(({ labels = {}, value }) =>
    `${name}${labelsOf(labels)} ${textOf(value)}`
  );
  return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...lines, ""].join("\n");
}

function labelsOf(labels: NonNullable<MetricSample["labels"]>): string {
  const pairs = Object.entries(labels).filter(([, value]) => value !== undefined)
    .map(([label, value]) => `${label}="${escaped(String(value)).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(text: string): string {
  return text.toWellFormed().replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function textOf(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
