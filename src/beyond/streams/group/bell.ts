/** Lets one loop sleep until something happens, or a time has passed. */
export class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  /** Ends the sleep, or the next one at once. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Sleeps until the bell rings, but no longer than `timeoutMs`. */
  async sleep(timeoutMs: number): Promise<void> {
    if (!this.#rung) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake = resolve;
      await promise;
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#rung = false;
  }
}
