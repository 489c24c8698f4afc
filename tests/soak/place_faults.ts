import { nap } from "./nap.ts";
import { killBackends, type Place } from "./place.ts";
import type { Random } from "../support/random.ts";
import type { SoakLog } from "./soak_log.ts";

/** What a fault is provoked with. */
interface Scene {
  readonly place: Place;
  readonly random: Random;
  readonly stop: AbortSignal;
}

/** Provokes a fault, and returns when it is over. */
type PlaceFault = (scene: Scene) => Promise<unknown>;

/** A fault of the network lasts a while, then the network is as before. */
function network(faults: (random: Random) => Place["proxy"]["faults"]): PlaceFault {
  return async ({ place: { proxy }, random, stop }) => {
    proxy.faults = faults(random);
    await nap(random.between(1_000, 5_000), stop);
    proxy.heal();
  };
}

const ANYWHERE: Readonly<Record<string, PlaceFault>> = {
  "connections cut": ({ place }) => Promise.resolve(place.proxy.cut()),
  "connections reset": ({ place }) => Promise.resolve(place.proxy.reset()),
  "late network": network((random) => ({ delayMs: random.between(5, 150) })),
  "narrow network": network((random) => ({ pieceBytes: 64 + random.below(2_000) })),
  "black hole": network(() => ({ blackHole: true })),
  "answers to commit lost": network(() => ({ loseAnswerTo: "commit" })),
  "connections silenced": async ({ place: { proxy }, random, stop }) => {
    proxy.blackHoleExisting();
    await nap(random.between(1_000, 5_000), stop);
    proxy.heal();
  },
  "connections refused": async ({ place: { proxy }, random, stop }) => {
    await proxy.refuse();
    proxy.cut();
    await nap(random.between(500, 3_000), stop);
    await proxy.listen();
  },
  "backends killed": ({ place }) => killBackends(place),
};

const OWN_SERVER: Readonly<Record<string, PlaceFault>> = {
  "server killed": async ({ place: { server }, random, stop }) => {
    await server?.kill();
    await nap(random.between(100, 3_000), stop);
    await server?.start();
  },
  "server restarted": async ({ place: { server } }) => {
    await server?.stop();
    await server?.start();
  },
  "server frozen": async ({ place: { server }, random, stop }) => {
    await server?.freeze();
    await nap(random.between(500, 4_000), stop);
    await server?.thaw();
  },
};

/** Provokes one fault after another until it is told to stop; all are over when it returns. */
export async function provokeFaults(
  scene: Scene & { readonly log: SoakLog },
): Promise<void> {
  const { place, random, log, stop } = scene;
  const faults = Object.entries(
    place.server === undefined ? ANYWHERE : { ...ANYWHERE, ...OWN_SERVER },
  );
  const [first = ["none", () => Promise.resolve()] as const, ...others] = faults;
  while (!stop.aborted) {
    await nap(random.between(1_500, 6_000), stop);
    if (stop.aborted) break;
    const [name, provoke] = random.pick([first, ...others]);
    log.fault(name);
    await provoke(scene);
  }
}
