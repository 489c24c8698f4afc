import type { SettingsSurvey } from "../../base/settings/mod.ts";
import type { BackendName, NativeEdition, ServiceName, StackStatus } from "../../stack/mod.ts";
import type { ServerInfo } from "../../timescale/mod.ts";
import type { Probe } from "./finding.ts";

/** What the doctor found out about this machine. */
export interface DoctorFacts {
  readonly settings: SettingsSurvey;
  readonly backends: Probe<BackendFacts>;
  readonly stack: Probe<StackStatus>;
  readonly tools: Probe<readonly ToolFact[]>;
  readonly ports: Probe<readonly PortFact[]>;
  readonly machine: Probe<MachineFacts>;
  readonly server: Probe<ServerFacts>;
  readonly network: Probe<readonly EndpointFact[]>;
}

/** Which backends can run here. */
export interface BackendFacts {
  /** Each of them, in the order of `auto`. */
  readonly found: readonly {
    readonly name: BackendName;
    readonly available: boolean;
    readonly reason: string;
  }[];
  /** The one that `up` would take. */
  readonly choice: { readonly name: BackendName; readonly reason: string } | undefined;
  /** Why `up` would take none. */
  readonly refusal: string | undefined;
  /** Which TimescaleDB native has or would take; `undefined` where it cannot run. */
  readonly edition: NativeEdition | undefined;
}

/** A program that some task uses. */
export interface ToolFact {
  readonly name: string;
  /** Its version; `undefined` if it is not on the PATH. */
  readonly version: string | undefined;
  /** What wants it. */
  readonly use: string;
}

/** The port of a service in the settings of `up`. */
export interface PortFact {
  readonly service: ServiceName;
  readonly port: number;
  /** The variable that sets it. */
  readonly variable: string;
  /** Whether a person set it. */
  readonly explicit: boolean;
  /** The host in the settings. */
  readonly host: string;
  /** Whether that host is this machine. */
  readonly local: boolean;
  readonly free: boolean;
  /** Who listens there, if that can be seen. */
  readonly holder: { readonly pid: number; readonly name: string } | undefined;
}

/** Space on a file system, in bytes. */
export interface Space {
  readonly path: string;
  readonly free: number;
  readonly total: number;
}

/** The machine itself; what cannot be read here is `undefined`. */
export interface MachineFacts {
  readonly system: string;
  readonly kernel: string | undefined;
  readonly uid: number | undefined;
  readonly writable: boolean;
  readonly disks: readonly Space[];
  readonly shm: Space | undefined;
  readonly memory: { readonly total: number; readonly available: number } | undefined;
  readonly openFiles: number | undefined;
  readonly mapCount: number | undefined;
  readonly userNamespaces: boolean | undefined;
  readonly timeZone: string;
  readonly now: string;
}

/** The database server of the settings. */
export interface ServerFacts {
  readonly address: string;
  /** What it reports; `undefined` if it does not answer. */
  readonly info: ServerInfo | undefined;
  /** The TimescaleDB of the database whose library the server has lost: no statement works. */
  readonly lostLibrary: string | undefined;
  /** Why it does not answer. */
  readonly problem: string | undefined;
  /** Its clock minus this machine's, in milliseconds. */
  readonly clockDifferenceMs: number | undefined;
}

/** A place in the network that some backend fetches from. */
export interface EndpointFact {
  readonly what: string;
  readonly host: string;
  /** What cannot be done without it. */
  readonly use: string;
  readonly reached: boolean;
  /** How it answered, or why not. */
  readonly detail: string;
  /** Its clock minus this machine's, in milliseconds, to the second. */
  readonly clockDifferenceMs: number | undefined;
}
