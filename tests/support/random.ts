/** Creates a generator of numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    return mixed(state) / 2 ** 32;
  };
}

/** Chances that come again with their seed. */
export class Random {
  /** Returns a number from 0 to below 1. */
  readonly next: () => number;

  /** Begins at a seed. */
  constructor(seed: number) {
    this.next = randomNumbers(seed);
  }

  /** Returns a whole number from 0 up to a count. */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** Returns a number between two. */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Returns one of a list. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Returns another stream of chances, so that callers at once do not take each other's. */
  fork(): Random {
    return new Random(this.below(2 ** 32));
  }
}

/** Returns a number that a seed and a place always give. */
export function hashOf(seed: number, place: number): number {
  return mixed(mixed(seed + 0x9e3779b9 >>> 0) + place >>> 0);
}

function mixed(state: number): number {
  let word = Math.imul(state ^ state >>> 15, state | 1);
  word ^= word + Math.imul(word ^ word >>> 7, word | 61);
  return (word ^ word >>> 14) >>> 0;
}
