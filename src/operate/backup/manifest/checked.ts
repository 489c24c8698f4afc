import { z } from "zod";

/** The name of the file that tells of the last check. */
export const CHECKED = "checked.json";

const shape = z.object({
  checked: z.literal(1),
  /** The seal of the manifest that was checked. */
  seal: z.string(),
  at: z.string(),
  seconds: z.number(),
  ok: z.boolean(),
  problems: z.array(z.string()),
  server: z.string(),
  strata: z.string(),
});

/** The outcome of the last check of a backup. */
export type Checked = z.infer<typeof shape>;

/** Formats the outcome of a check. */
export function checkedText(checked: Checked): string {
  return `${JSON.stringify(checked, undefined, 1)}\n`;
}

/** Reads the outcome of a check; one of another manifest, or that cannot be read, counts as none. */
export function parseChecked(text: string | undefined, seal: string): Checked | undefined {
  if (text === undefined) return undefined;
  try {
    const { data } = shape.safeParse(JSON.parse(text));
    return data?.seal === seal ? data : undefined;
  } catch {
    return undefined;
  }
}
