import type { Settings } from "../base/settings/mod.ts";

/** The services that a stack may hold, as `verify` names them. */
export type ServiceName = "timescaledb" | "redis" | "mongodb" | "kafka" | "minio";

/** The ways in which a stack can run. */
export type BackendName = "docker" | "native" | "embedded";

/** The set of services asked for: `default`, or `full` with Kafka. */
export type StackProfile = "default" | "full";

/** Whether a backend can run on this machine. */
export interface Availability {
  /** True where `up` can be expected to work. */
  readonly available: boolean;
  /** Why, in one sentence that fits after the backend's name and a colon, with what would help. */
  readonly reason: string;
}

/** What a backend tells while it works. */
export interface ProgressEvent {
  /** The service concerned, where it is one. */
  readonly service?: ServiceName;
  /** One line for people, without a secret. */
  readonly message: string;
  /** `step` is progress; `note` is a fact that the user must see even afterwards (a moved port). */
  readonly kind: "step" | "note";
}

/** Where a service of the running stack answers. */
export interface ServiceAddress {
  /** The host, `127.0.0.1` for every backend of this package. */
  readonly host: string;
  /** The port on that host. */
  readonly port: number;
  /** The process, where the backend knows one. */
  readonly pid?: number;
}

/** The running stack, as it is kept in `.strata/state.json`. */
export interface StackState {
  /** The backend that runs it. */
  readonly backend: BackendName;
  /** The profile it was started with. */
  readonly profile: StackProfile;
  /** The services that it runs; what a backend does not have is not there. */
  readonly services: Readonly<Partial<Record<ServiceName, ServiceAddress>>>;
  /** The moment of its start, ISO 8601 in UTC. */
  readonly startedAt: string;
}

/** The state of one service. */
export interface ServiceStatus {
  /** The service. */
  readonly service: ServiceName;
  /** `absent` says that the backend does not have it, `stopped` that it is not running. */
  readonly state: "running" | "starting" | "stopped" | "unhealthy" | "absent";
  /** The host where it answers. */
  readonly host?: string;
  /** The port where it answers. */
  readonly port?: number;
  /** Its process, where the backend knows one. */
  readonly pid?: number;
  /** Anything that helps a reader: an image, a reason. */
  readonly detail?: string;
  /** The version of the server, where it is known. */
  readonly version?: string;
}

/** Options of {@linkcode Backend.up}. */
export interface UpOptions {
  /** The services wanted. */
  readonly profile: StackProfile;
  /** The limit for the whole start, in milliseconds. */
  readonly timeoutMs: number;
  /** The credentials and ports. */
  readonly settings: Settings;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the start early. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Backend.down}. */
export interface DownOptions {
  /** True destroys the data as well. */
  readonly volumes: boolean;
  /** The limit for the whole stop, in milliseconds. */
  readonly timeoutMs: number;
  /** The credentials and ports, for a backend that needs them to find its services. */
  readonly settings: Settings;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the stop early. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of {@linkcode Backend.logs}. */
export interface LogsOptions {
  /** One service; without it all of them. */
  readonly service?: ServiceName;
  /** How many of the last lines a service gives first; without it all. */
  readonly lines?: number;
  /** True goes on with new lines until the signal ends it. */
  readonly follow: boolean;
  /** Ends the reading. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One way to run the services.
 *
 * A backend is made for one project folder and keeps what it needs below that folder's `.strata/`.
 * The state file and the lock against two `up` at once belong to the caller, `startStack`.
 */
export interface Backend {
  /** Its name, as `--backend` takes it. */
  readonly name: BackendName;
  /** The services that it can run in a profile. */
  services(profile: StackProfile): readonly ServiceName[];
  /** Looks whether it can run here, without changing anything. */
  detect(signal?: AbortSignal): Promise<Availability>;
  /**
   * Starts what is not running and waits until each service is healthy; quick where all are.
   *
   * @throws {StackError} where a service cannot be started.
   * @throws {ConfigError} where a port that the user set is taken.
   */
  up(options: UpOptions): Promise<StackState>;
  /** Stops every service; does nothing where none runs. */
  down(options: DownOptions): Promise<void>;
  /** Tells the state of every service, those it does not have included. */
  ps(): Promise<readonly ServiceStatus[]>;
  /** Reads the services' logs, one line each time, prefixed with the service where several are read. */
  logs(options: LogsOptions): AsyncIterable<string>;
}
