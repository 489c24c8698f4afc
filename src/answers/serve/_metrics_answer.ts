import type { Caller } from "../../base/http/mod.ts";
import { Problem } from "./problem.ts";

/** Prometheus's text format. */
const TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Answers with the metrics of now.
 *
 * @throws {Problem} If the caller may see no further than an instant: a series that is late now is
 * news from after it.
 */
export async function metricsAnswer(
  { until }: Caller,
  write: () => Promise<string>,
): Promise<Response> {
  if (until !== undefined) {
    throw new Problem(
      "beyond-scope",
      `Cannot tell the metrics of now: this token sees nothing after ${until}, ask with another`,
    );
  }
  return new Response(await write(), {
    headers: { "content-type": TYPE, "cache-control": "no-store" },
  });
}
