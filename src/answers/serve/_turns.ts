import { Turnstile } from "../../base/resilience/mod.ts";
import type { ApiLimits } from "./api_options.ts";
import type { Caller } from "../../base/http/mod.ts";
import { retryAfter } from "./_problem_of.ts";
import { Problem } from "./problem.ts";

/** Decides how many answers are made at once. */
export interface Turns {
  /** Waits for a turn, and returns the function that gives it back. */
  take(caller: Caller, signal: AbortSignal): Promise<() => void>;
  /** Refuses everybody from now on. */
  close(): void;
  /** Resolves once no answer is being made. */
  empty(): Promise<void>;
}

/** Creates the turns of an API. */
export function createTurns(limits: ApiLimits): Turns {
  const all = new Turnstile({
    slots: limits.concurrency,
    maxWaiting: limits.waiting,
    refuse: (why) => why === "closed" ? ending() : busy(),
  });
  const ofToken = new Map<string, number>();
  return {
    async take({ name = "" }, signal) {
      const taken = ofToken.get(name) ?? 0;
      if (name !== "" && taken >= limits.perToken) throw busyToken(limits.perToken);
      ofToken.set(name, taken + 1);
      let isHeld = true;
      const give = () => {
        const left = (ofToken.get(name) ?? 1) - 1;
        if (left === 0) ofToken.delete(name);
        else ofToken.set(name, left);
      };
      try {
        await all.enter({ timeoutMs: limits.waitMs, signal });
      } catch (error) {
        give();
        throw error;
      }
      return () => {
        if (!isHeld) return;
        isHeld = false;
        give();
        all.leave();
      };
    },
    close: () => all.close(),
    empty: () => all.empty(),
  };
}

/** The refusal while the server ends. */
export function ending(): Problem {
  return new Problem("unavailable", "Cannot answer now: the server is ending, ask again", {
    headers: { ...retryAfter(5), connection: "close" },
  });
}

function busy(): Problem {
  return new Problem(
    "too-many-requests",
    "Cannot answer now: as many requests as the server takes " +
      "are under way, ask again",
    { headers: retryAfter(1) },
  );
}

function busyToken(count: number): Problem {
  return new Problem(
    "too-many-requests",
    `Cannot answer now: ${count} requests of this token are ` +
      "under way, which is its limit, ask again",
    { headers: retryAfter(1) },
  );
}
