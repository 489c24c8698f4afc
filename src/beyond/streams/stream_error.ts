import { StrataError, type StrataErrorOptions } from "../../base/errors.ts";

/**
 * Why a stream stopped: `bad-message` is a message that is refused and has no dead-letter topic,
 * `offset-lost` is one that the broker deleted before it was stored, `topic-replaced` is another
 * topic under the name of the one that was read, and `fenced` is another process that stored the
 * same messages first, which {@linkcode consume} handles itself.
 */
export type StreamFault = "bad-message" | "offset-lost" | "topic-replaced" | "fenced";

/** Thrown if a stream cannot go on; what was stored before stays stored. */
export class StreamError extends StrataError {
  override readonly name = "StreamError";
  /** What happened. */
  readonly fault: StreamFault;
  /** The topic. */
  readonly topic: string;
  /** The partition, if it is about a single one. */
  readonly partition: number | undefined;
  /** The offset, if it is about a single one. */
  readonly offset: bigint | undefined;

  /** Creates the error for a place in a stream. */
  constructor(
    message: string,
    options: StrataErrorOptions & {
      readonly fault: StreamFault;
      readonly topic: string;
      readonly partition?: number | undefined;
      readonly offset?: bigint | undefined;
    },
  ) {
    super(message, options);
    this.fault = options.fault;
    this.topic = options.topic;
    this.partition = options.partition;
    this.offset = options.offset;
  }
}
