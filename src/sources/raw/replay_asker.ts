import { StrataError } from "../../base/errors.ts";
import { redactUrl } from "../../base/settings/mod.ts";
import { type AskedRequest, type Asker, readJson, readText } from "../ask/asker.ts";

/** Thrown where a recorded fetch has no further answer: it was ended there. */
export class EndOfRecord extends StrataError {}

/**
 * Answers from a recorded fetch, each request with the next answer that its path and query got: the
 * host may be another one today.
 */
export function replayAsker(
  answers: readonly AskedRequest[],
  onRequest: () => void,
): Asker {
  const byPath = Map.groupBy(answers, ({ url }) => pathOf(new URL(url)));
  const next = (url: URL): AskedRequest => {
    const shown = redactUrl(url.href);
    const answer = byPath.get(pathOf(new URL(shown)))?.shift();
    if (answer === undefined) throw new EndOfRecord(`No answer of ${shown} is recorded`);
    onRequest();
    return answer;
  };
  return {
    json(url) {
      const { status, body, at } = next(url);
      return Promise.resolve({ status, body: readJson(body), at });
    },
    text(url) {
      const { status, body, at } = next(url);
      return Promise.resolve({ status, body: readText(body), at });
    },
  };
}

function pathOf({ pathname, search }: URL): string {
  return pathname + search;
}
