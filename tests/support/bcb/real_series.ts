import { realRows } from "../stand_in/mod.ts";
import type { BcbSeries } from "./bcb_stand_in.ts";

/**
 * The series of tests/data, each value published on a plausible day: IPCA (433) on the tenth of the
 * next month, PTAX (1) and the Selic target (432) on their own day.
 */
export async function realBcbSeries(): Promise<readonly BcbSeries[]> {
  return await Promise.all([
    readSeries({ code: 433, file: "br_ipca.csv", isDaily: false }),
    readSeries({ code: 1, file: "br_ptax.csv", isDaily: true }),
    readSeries({ code: 432, file: "br_selic_target.csv", isDaily: true }),
  ]);
}

async function readSeries(
  { code, file, isDaily }: {
    readonly code: number;
    readonly file: string;
    readonly isDaily: boolean;
  },
): Promise<BcbSeries> {
  const vintages = (await realRows(file)).map(([date = "", value = ""]) => ({
    vintageDate: isDaily ? date : tenthOfNextMonth(date),
    observations: { [date]: value },
  }));
  return { code, isDaily, vintages };
}

function tenthOfNextMonth(date: string): string {
  return Temporal.PlainDate.from(date).add({ months: 1 }).with({ day: 10 }).toString();
}
