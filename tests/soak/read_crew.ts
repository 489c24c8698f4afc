import { asOf } from "../../src/point_in_time/mod.ts";
import { nap } from "./nap.ts";
import { instantOfFirsts, knownAt, releaseTimes, SERIES, seriesDays } from "./soak_window.ts";
import type { Crew } from "./write_crew.ts";

/**
 * Reads what was known at an instant: of the window that is written, at an instant before every
 * revision that comes meanwhile; of windows before, at any. The answer never changes.
 */
export async function readKnown(crew: Crew): Promise<void> {
  const { place: { database }, window, whole, log, random, stop } = crew;
  while (!stop.aborted) {
    const before = random.next() < 0.6 ? undefined : whole[random.below(whole.length)];
    const isNow = before === undefined;
    const read = isNow ? window : { ...window, number: before };
    const [first, last] = releaseTimes(read);
    const at = isNow
      ? instantOfFirsts(read)
      : new Date(random.between(first.getTime(), last.getTime()));
    const id = 1 + random.below(SERIES);
    const [from, to] = seriesDays(read);
    const done = await log.call("read", "asOf", () => asOf(database, { series: id, at, from, to }));
    if (done !== undefined) {
      const answer = done.answer.map(({ observationDate, value }) => [observationDate, value]);
      const wanted = knownAt(read, id, at);
      if (JSON.stringify(answer) !== JSON.stringify(wanted)) {
        log.problem(
          `A read changed: series ${id} of window ${read.number} as of ${at.toISOString()} is ` +
            `${JSON.stringify(answer)}, not ${JSON.stringify(wanted)}`,
        );
      }
    }
    await nap(random.between(200, 700), stop);
  }
}
