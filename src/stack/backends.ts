import type { Backend, BackendName } from "./backend.ts";
import { dockerBackend } from "./docker/mod.ts";
import { embeddedBackend } from "./embedded/mod.ts";
import { nativeBackend, type NativeOptions } from "./native/mod.ts";

/** Every backend of a project folder, by name. */
export type Backends = Readonly<Record<BackendName, Backend>>;

/** The order in which `auto` tries them. */
export const BACKEND_ORDER: readonly BackendName[] = ["docker", "native", "embedded"];

/** Creates every backend of a project folder, without starting or checking anything. */
export function openBackends(root: string, options: NativeOptions = {}): Backends {
  return {
    docker: dockerBackend(root),
    native: nativeBackend(root, options),
    embedded: embeddedBackend(root),
  };
}
