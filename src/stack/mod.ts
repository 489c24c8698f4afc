/**
 * The services of a project: three ways to run them behind one interface, and functions that start,
 * stop and inspect them.
 * Called by `up`, `down`, `ps`, `logs` and `start`.
 * Never knows about databases, schema or migrations.
 *
 * @module
 */
export type {
  Availability,
  Backend,
  BackendName,
  DownOptions,
  LogsOptions,
  ProgressEvent,
  ServiceAddress,
  ServiceName,
  ServiceStatus,
  StackProfile,
  StackState,
  UpOptions,
} from "./backend.ts";
export { BACKEND_ORDER, type Backends, openBackends } from "./backends.ts";
export {
  type BackendChoice,
  type BackendRequest,
  chooseBackend,
  type ChooseOptions,
  parseBackendRequest,
} from "./choose.ts";
export { type CommandOptions, type CommandResult, runCommand } from "./command.ts";
export {
  dockerBackend,
  execInService,
  type ServicePort,
  servicePorts,
  type ServiceShell,
} from "./docker/mod.ts";
export { embeddedBackend } from "./embedded/mod.ts";
export {
  machineMirror,
  nativeBackend,
  type NativeEdition,
  nativeEdition,
  type NativeOptions,
} from "./native/mod.ts";
export { isLocal } from "./port_chooser.ts";
export { isPortFree } from "./ports.ts";
export { parseServiceName, SERVICE_NAMES } from "./service_names.ts";
export { stackLogs, type StackStatus, stackStatus } from "./stack_status.ts";
export { type StartedStack, startStack, type StartStackOptions } from "./start_stack.ts";
export { readState } from "./state.ts";
export { type StoppedStack, stopStack, type StopStackOptions } from "./stop_stack.ts";
export { loadTaskSettings, stackVariables, type TaskSettingsOptions } from "./task_settings.ts";
export { statusLines, type TaskReport, taskReport } from "./task_report.ts";
export { readUpOptions, upOptions } from "./up_options.ts";
