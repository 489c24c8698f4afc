import { StackError } from "../../base/errors.ts";
import {
  BACKEND_ORDER,
  type BackendName,
  type Backends,
  chooseBackend,
  nativeEdition,
  openBackends,
  type StackStatus,
} from "../../stack/mod.ts";
import type { BackendFacts } from "./facts.ts";

/** Asks each backend whether it can run here, and chooses as `up` would. */
export async function probeBackends(
  root: string,
  status: Promise<StackStatus>,
): Promise<BackendFacts> {
  const backends = openBackends(root);
  const found = await Promise.all(BACKEND_ORDER.map(async (name) => {
    return { name, ...await detect(backends, name) };
  }));
  const canNative = found.some(({ name, available }) => name === "native" && available);
  const edition = canNative ? await nativeEdition(root) : undefined;
  const stack = await status;
  const answers = new Map(found.map(({ name, ...answer }) => [name, answer]));
  const answered = (name: BackendName) => ({
    ...backends[name],
    detect: () => Promise.resolve(answers.get(name) ?? { available: false, reason: "not asked" }),
  });
  try {
    const { backend, reason } = await chooseBackend("auto", {
      backends: {
        docker: answered("docker"),
        native: answered("native"),
        embedded: answered("embedded"),
      },
      running: stack.stale ? undefined : stack.backend,
      last: stack.stale ? stack.backend : undefined,
    });
    return { found, choice: { name: backend.name, reason }, refusal: undefined, edition };
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    return { found, choice: undefined, refusal: error.message, edition };
  }
}

async function detect(
  backends: Backends,
  name: BackendName,
): Promise<{ available: boolean; reason: string }> {
  try {
    const { available, reason } = await backends[name].detect();
    return { available, reason };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { available: false, reason: `it could not be asked (${error.message})` };
  }
}
