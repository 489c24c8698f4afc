import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What happens to connections. */
export interface Faults {
  /** Delays each piece of data by this long, in both directions. */
  delayMs?: number;
  /** Holds each piece of an answer back for this long; requests go through at once. */
  answerLateMs?: number;
  /** Passes data on in pieces of this size. */
  pieceBytes?: number;
  /** Passes on no more than this in each direction of a connection. */
  bytesPerSecond?: number;
  /** Accepts connections and passes nothing on; what was held is sent after healing. */
  blackHole?: boolean;
  /** Answers each new connection with these bytes, without asking the server. */
  garbage?: Uint8Array;
  /** Passes on data that contains this text, then drops the answer and the connection. */
  loseAnswerTo?: string;
}

/** Where a connection takes its faults from. */
export interface FaultSource {
  /** The current faults. */
  readonly faults: Faults;
  /** Counts an answer that was dropped. */
  lostAnswers: number;
}

/** A client's connection and its other half to the server. */
export class FaultyConnection {
  /** Resolves when both halves are closed. */
  readonly gone: Promise<void>;
  readonly #client: Socket;
  readonly #source: FaultSource;
  #server: Socket | undefined;
  #pumps: Promise<void>[] = [];
  #deaf = false;
  #silent = false;
  #halfOpen = false;
  #heal = Promise.withResolvers<void>();

  /** Takes a client's connection; {@linkcode FaultyConnection.open} connects it to the server. */
  constructor(client: Socket, source: FaultSource) {
    this.#client = client;
    this.#source = source;
    client.setNoDelay(true).on("error", () => this.reset());
    const closed = Promise.withResolvers<void>();
    client.once("close", () => closed.resolve());
    this.gone = closed.promise.then(() => this.#rest());
  }

  /** Connects it to the server. */
  open({ host, port }: { readonly host: string; readonly port: number }): void {
    const server = connect(port, host);
    this.#server = server;
    server.setNoDelay(true).on("error", () => this.#halfOpen || this.reset());
    this.#pumps = [this.#pump(this.#client, server, true), this.#pump(server, this.#client, false)];
  }

  /** Passes nothing on until it is healed. */
  silence(): void {
    this.#silent = true;
  }

  /** Ends the server's half and tells the client nothing: what it sends goes nowhere. */
  halfOpen(): void {
    this.#halfOpen = true;
    this.#server?.destroy();
    this.healed();
  }

  /** Ends it gracefully. */
  end(): void {
    this.#client.destroy();
    this.#server?.destroy();
    this.healed();
  }

  /** Ends it with a reset. */
  reset(): void {
    if (!this.#client.destroyed) this.#client.resetAndDestroy();
    this.#server?.destroy();
    this.healed();
  }

  /** Passes on what was held. */
  healed(): void {
    this.#silent = false;
    this.#heal.resolve();
    this.#heal = Promise.withResolvers<void>();
  }

  async #rest(): Promise<void> {
    this.#server?.destroy();
    await Promise.all(this.#pumps);
    const server = this.#server;
    while (server !== undefined && !server.closed) await sleep(1);
  }

  async #pump(from: Socket, to: Socket, toServer: boolean): Promise<void> {
    try {
      for await (const chunk of from) await this.#pass(chunk, to, toServer);
    } catch {
      // Broken streams are expected here: both halves end below.
    }
    if (toServer || !this.#halfOpen) this.end();
  }

  async #pass(chunk: Uint8Array, to: Socket, toServer: boolean): Promise<void> {
    const { delayMs = 0, answerLateMs = 0, loseAnswerTo } = this.#source.faults;
    const waitMs = delayMs + (toServer ? 0 : answerLateMs);
    if (waitMs > 0) await sleep(waitMs);
    while (this.#isHole() && !this.#client.destroyed) await this.#heal.promise;
    if (this.#halfOpen || (this.#deaf && !toServer)) return;
    const holds = toServer && loseAnswerTo !== undefined && includesText(chunk, loseAnswerTo);
    if (holds) this.#deaf = true;
    await this.#send(chunk, to);
    if (!holds) return;
    this.#source.lostAnswers++;
    // The server has the statement: give it time to finish, then break the client's side.
    await sleep(100);
    this.reset();
  }

  async #send(chunk: Uint8Array, to: Socket): Promise<void> {
    const { pieceBytes = chunk.length, bytesPerSecond = Infinity } = this.#source.faults;
    // Twenty times a second is often enough to look like a steady line.
    const size = Math.max(1, Math.min(pieceBytes, Math.ceil(bytesPerSecond / 20)));
    for (let at = 0; at < chunk.length && !to.destroyed; at += size) {
      const piece = chunk.subarray(at, at + size);
      if (!to.write(piece)) await drained(to);
      if (bytesPerSecond !== Infinity) await sleep(1_000 * piece.length / bytesPerSecond);
    }
  }

  #isHole(): boolean {
    return this.#silent || this.#source.faults.blackHole === true;
  }
}

/** Waits until a socket takes more, so that a slow reader slows its writer through the proxy too. */
async function drained(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once("drain", resolve).once("close", resolve);
  if (socket.destroyed) resolve();
  await promise;
  socket.off("drain", resolve).off("close", resolve);
}

function includesText(chunk: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(chunk).includes(text);
}
