/** Why a message cannot be read as rows; the message goes to the dead-letter topic with it. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}
