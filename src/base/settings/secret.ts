/**
 * Holds a text that must not be shown. Only {@linkcode Secret.reveal} returns it; printing the
 * object gives the display form.
 *
 * @example
 * ```ts
 * import { Secret } from "@strata/foundation";
 *
 * const password = new Secret("s3cret");
 * console.log(`${password}`); // [redacted]
 * password.reveal(); // "s3cret"
 * ```
 */
export class Secret {
  readonly #value: string;
  readonly #display: string;

  /** Wraps a text; `display` is what printing shows, such as a URL with its password hidden. */
  constructor(value: string, display = "[redacted]") {
    this.#value = value;
    this.#display = display;
    Object.freeze(this);
  }

  /** Returns the text itself. For drivers only, never for a message. */
  reveal(): string {
    return this.#value;
  }

  /** Tells whether the text is empty. */
  isEmpty(): boolean {
    return this.#value === "";
  }

  /** Returns the display form. */
  toString(): string {
    return this.#display;
  }

  /** Returns the display form to `JSON.stringify`. */
  toJSON(): string {
    return this.#display;
  }
}

// Deno.inspect, console.log and node:util each call their own method. They are set here because JSR
// counts a class member with a computed name as a slow type.
for (const name of ["Deno.customInspect", "nodejs.util.inspect.custom"]) {
  Object.defineProperty(Secret.prototype, Symbol.for(name), {
    value(this: Secret): string {
      return this.toString();
    },
  });
}
