import type { Command } from "ioredis";
import type { RedisClient } from "./client.ts";
import { commandFailure } from "./_failure.ts";

/** Options of {@linkcode watchCommands}. */
export interface WatchOptions {
  readonly label: string;
  /** Called with a command before it is sent. */
  readonly onSend?: (command: Command) => void;
  /** Called with the typed error of a command. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Makes the errors of a client's commands typed, also in pipelines and transactions, and rejects
 * sent commands as soon as their connection is gone. Without this they would wait for their time
 * limit.
 */
export function watchCommands(client: RedisClient, options: WatchOptions): void {
  const seen = new WeakSet<Command>();
  const sent = new Set<Command>();
  client.on("close", () => {
    for (const command of sent) command.reject(new Error("Connection is closed."));
  });
  // as: the two classes' methods take the same arguments at run time.
  const send = client.sendCommand.bind(client) as (...parameters: unknown[]) => unknown;
  client.sendCommand = (command: Command, ...rest: unknown[]) => {
    const isOwn = client.status === "connect" && introduction.has(command.name);
    // A queued command passes here again once the client is connected.
    if (!seen.has(command)) {
      seen.add(command);
      trackAnswer(command, sent);
      if (!isOwn) typeErrors(command, options);
    }
    if (isOwn || client.status === "ready") sent.add(command);
    return send(command, ...rest);
  };
}

// The commands that a client sends by itself before it is ready; all others queue until then. It
// parses the server's own error texts in their answers.
const introduction = new Set(["auth", "client", "hello", "info", "readonly", "select"]);

function trackAnswer(command: Command, sent: Set<Command>): void {
  const { reject, resolve } = command;
  command.resolve = (value) => {
    sent.delete(command);
    resolve(value);
  };
  command.reject = (error) => {
    sent.delete(command);
    reject(error);
  };
}

function typeErrors(command: Command, options: WatchOptions): void {
  const { reject } = command;
  command.reject = (error) => {
    const failure = commandFailure(error, command.name, options.label);
    options.onFailure?.(failure);
    // as: the given error or a ConnectionError.
    reject(failure as Error);
  };
  options.onSend?.(command);
}
