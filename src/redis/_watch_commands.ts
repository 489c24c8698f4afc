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
 * Makes the errors of a client's commands typed, those in pipelines and transactions included, and
 * rejects what was sent as soon as its connection is gone: the client alone would let it wait for
 * its limit.
 */
export function watchCommands(client: RedisClient, options: WatchOptions): void {
  const seen = new WeakSet<Command>();
  const sent = new Set<Command>();
  client.on("close", () => {
    for (const command of sent) command.reject(new Error("Connection is closed."));
  });
  // as: of the two classes' methods, each takes what the other's callers give.
  const send = client.sendCommand.bind(client) as (...parameters: unknown[]) => unknown;
  client.sendCommand = (command: Command, ...rest: unknown[]) => {
    const isOwn = client.status === "connect" && introduction.has(command.name);
    // A command passes here again when it leaves the queue of a client that was not connected.
    if (!seen.has(command)) {
      seen.add(command);
      trackAnswer(command, sent);
      if (!isOwn) typeErrors(command, options);
    }
    if (isOwn || client.status === "ready") sent.add(command);
    return send(command, ...rest);
  };
}

// What a client sends by itself before it is ready; everything else queues until then. It reads
// the server's own words in the answers.
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
    // as: what it was given, or a ConnectionError.
    reject(failure as Error);
  };
  options.onSend?.(command);
}
