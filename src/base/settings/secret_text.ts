import { z } from "zod";
import { Secret } from "./secret.ts";

/** Returns a zod schema that wraps a text in a {@linkcode Secret}, for the `extend` option. */
export function secretText(): z.ZodType<Secret, string> {
  return z.string().min(1).transform((text) => new Secret(text));
}
