import type { StreamMessage } from "../group/stream_message.ts";

/** A message that is refused, and why. */
export interface BadMessage {
  readonly message: StreamMessage;
  readonly reason: string;
}
