/**
 * Holds a text that must not be shown: only {@linkcode Secret.reveal} gives it back, every way of
 * printing the object gives the display form.
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

  /** Wraps a text; `display` is what printing shows, for example a URL with its password hidden. */
  constructor(value: string, display = "[redacted]") {
    this.#value = value;
    this.#display = display;
    Object.freeze(this);
  }

  /** Gives the text itself: call it where a driver needs it, never for a message. */
  reveal(): string {
    return this.#value;
  }

  /** Tells whether there is anything in it. */
  isEmpty(): boolean {
    return this.#value === "";
  }

  /** Gives the display form. */
  toString(): string {
    return this.#display;
  }

  /** Gives the display form to `JSON.stringify`. */
  toJSON(): string {
    return this.#display;
  }
}

// Deno.inspect, console.log and node:util each ask for a method of their own. They are set here
// and not in the class because a member with a computed name is a slow type for JSR.
for (const name of ["Deno.customInspect", "nodejs.util.inspect.custom"]) {
  Object.defineProperty(Secret.prototype, Symbol.for(name), {
    value(this: Secret): string {
      return this.toString();
    },
  });
}
