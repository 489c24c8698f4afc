import { ConfigError, StrataError } from "../../base/errors.ts";
import {
  type OptionSpec,
  type PositionalSpec,
  type TaskContext,
  textOption,
} from "../../cli/mod.ts";
import { sqlState } from "../../database/mod.ts";
import type { ReadSource } from "../../point_in_time/mod.ts";
import { type FiscalMetric, fiscalMetrics, type FlowType, flowTypes } from "../../schema/mod.ts";
import { type Picture, type PictureOptions, readPicture } from "./picture.ts";
import { pictureDocument } from "./picture_document.ts";
import { svgPicture } from "./svg/svg_picture.ts";
import { pictureLines } from "./terminal/mod.ts";
import { writeWhole } from "./write_whole.ts";

/** The flags of `show`. */
export const showOptions: Readonly<Record<string, OptionSpec>> = {
  at: {
    type: "string",
    value: "INSTANT",
    description: "What was known then, 2024-09-26T12:29:00Z; now by default.",
  },
  from: { type: "string", value: "DAY", description: "The first observation." },
  to: { type: "string", value: "DAY", description: "The last observation." },
  "flow-type": {
    type: "string",
    choices: flowTypes,
    value: "TYPE",
    description: "Shows flows of this kind.",
    conflicts: ["fiscal-metric"],
  },
  "fiscal-metric": {
    type: "string",
    choices: fiscalMetrics,
    value: "METRIC",
    description: "Shows fiscal figures of this measure.",
  },
  svg: { type: "string", value: "FILE", description: "Writes a chart for a paper, as SVG." },
  width: {
    type: "string",
    value: "N",
    number: { least: 40, most: 400 },
    description: "The columns of the text; those of the terminal by default.",
  },
};

/** The arguments of `show`. */
export const showPositionals: readonly PositionalSpec[] = [{
  name: "SERIES",
  description: "The series: ALFRED/GDPC1, GDPC1 where one source has it, or its id.",
  required: true,
}];

/** Does what a command line of `show` asks for. */
export async function showTask(source: ReadSource, context: TaskContext): Promise<void> {
  const at = textOption(context, "at");
  const now = new Date();
  const picture = await read(source, { ...readOptions(context), at: at ?? now });
  context.result(pictureDocument(picture));
  if (at === undefined) {
    context.note(`As known now, at ${now.toISOString()}; --at shows another instant`);
  }
  const file = textOption(context, "svg");
  if (file !== undefined) return await writeSvg(context, picture, file);
  const width = Number(textOption(context, "width") ?? terminalWidth());
  const { color, style } = context;
  for (const line of await pictureLines(picture, { width, color, style })) context.print(line);
}

async function read(source: ReadSource, options: PictureOptions): Promise<Picture> {
  try {
    return await readPicture(source, options);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      // Its words are those of a wrong command line.
      throw new ConfigError(error.message, { cause: error.cause });
    }
    if (sqlState(error) !== "42P01") throw error;
    throw new StrataError(
      'Cannot show a series: the database has no tables for it, run "deno task migrate" first',
      { cause: error },
    );
  }
}

function readOptions(context: TaskContext): Omit<PictureOptions, "at"> {
  const [series = ""] = context.positionals;
  const [from, to] = [textOption(context, "from"), textOption(context, "to")];
  // as: the command line was held to the choices.
  const flowType = textOption(context, "flow-type") as FlowType | undefined;
  const fiscalMetric = textOption(context, "fiscal-metric") as FiscalMetric | undefined;
  return {
    series,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(flowType === undefined ? {} : { flowType }),
    ...(fiscalMetric === undefined ? {} : { fiscalMetric }),
  };
}

async function writeSvg(context: TaskContext, picture: Picture, file: string): Promise<void> {
  const svg = await svgPicture(picture);
  await writeWhole(file, svg);
  context.note(`Wrote ${file}`);
}

/** The columns of the terminal; 80 where there is none. */
function terminalWidth(): number {
  try {
    return Deno.consoleSize().columns;
  } catch {
    // Neither stdin, stdout nor stderr is a terminal.
    return 80;
  }
}
