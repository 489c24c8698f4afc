import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { html } from "../../../../src/base/http/mod.ts";
import { createLive, type LiveOptions } from "../../../../src/operate/dashboard/live/mod.ts";
import { type Fragment, liveElement } from "../../../../src/operate/dashboard/page/mod.ts";

/** A live state of a counter beside something that stays. */
function counting(options: Partial<LiveOptions> = {}) {
  let reads = 0;
  const live = createLive({
    render: () => {
      reads++;
      const fragments: readonly Fragment[] = [
        { id: "count", html: html`${reads}` },
        { id: "same", html: html`<b>same</b>` },
      ];
      return Promise.resolve({ fragments, isPending: false });
    },
    everyMs: 20,
    maxViewers: 2_000,
    stallMs: 10_000,
    onError: (error) => assert.fail(String(error)),
    ...options,
  });
  return { live, reads: () => reads };
}

async function next(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  return new TextDecoder().decode((await reader.read()).value);
}

Deno.test("1,000 viewers cost one read each time, and nobody costs none", async () => {
  const { live, reads } = counting();
  const { mark } = await live.current();
  const readers = Array.from({ length: 1_000 }, () => live.join(mark)?.getReader());
  assert.equal(live.viewers, 1_000);
  for (const reader of readers) assert.equal(reader && await next(reader), ": nothing new\n\n");
  const messages = await Promise.all(readers.map((reader) => reader && next(reader)));
  assert.equal(reads(), 2);
  assert.deepEqual([...new Set(messages)].length, 1);
  await Promise.all(readers.map((reader) => reader?.cancel()));
  assert.equal(live.viewers, 0);
  const before = reads();
  await delay(70);
  assert.equal(reads(), before);
});

Deno.test("a viewer is sent what changed, and after a break what changed meanwhile", async () => {
  const { live } = counting();
  const { mark } = await live.current();
  const first = live.join(mark)?.getReader();
  assert.ok(first);
  await next(first);
  const message = await next(first);
  const [, id = "", data = ""] = /^id: (\S+)\ndata: (.*)\n\n$/.exec(message) ?? [];
  assert.deepEqual(JSON.parse(data), { count: "2" });
  await first.cancel();
  await delay(30);
  await live.current();

  const again = live.join(id)?.getReader();
  assert.ok(again);
  assert.match(await next(again), /data: \{"count":"\d+"\}\n\n$/);
  await again.cancel();
  const stranger = live.join("of-another-run")?.getReader();
  assert.ok(stranger);
  assert.match(await next(stranger), /"same":"<b>same<\/b>"/);
  await stranger.cancel();
});

Deno.test("a viewer that reads nothing holds one message, and is let go in the end", async () => {
  const { live } = counting({ stallMs: 100 });
  const body = live.join((await live.current()).mark);
  assert.ok(body);
  await delay(60);
  assert.equal(live.viewers, 1);
  await delay(150);
  assert.equal(live.viewers, 0);
  const left: string[] = [];
  for await (const bytes of body) left.push(new TextDecoder().decode(bytes));
  assert.equal(left.length, 1);
});

Deno.test("a viewer that was slow gets all changes as one message", async () => {
  const { live } = counting();
  const reader = live.join((await live.current()).mark)?.getReader();
  assert.ok(reader);
  await delay(150);
  assert.equal(await next(reader), ": nothing new\n\n");
  assert.match(await next(reader), /^id: \S+\ndata: \{"count":"\d+"\}\n\n$/);
  await reader.cancel();
});

Deno.test("there is a most of viewers, and none after the end", async () => {
  const { live } = counting({ maxViewers: 1 });
  const { mark } = await live.current();
  const body = live.join(mark);
  assert.ok(body);
  assert.equal(live.join(mark), null);
  live.close();
  assert.equal(live.viewers, 0);
  assert.equal(live.join(mark), null);
  await body.cancel();
});

Deno.test("a part that changes is sent alone, and the whole where parts come or go", async () => {
  let parts: readonly Fragment[] = [];
  const part = (id: string, text: string): Fragment => ({ id, html: html`<i>${id} ${text}</i>` });
  const live = createLive({
    render: () => {
      const whole: Fragment = {
        id: "all",
        parts,
        html: html`<p>${parts.map(liveElement)}</p>`,
      };
      return Promise.resolve({ fragments: [whole, ...parts], isPending: false });
    },
    everyMs: 0,
    maxViewers: 10,
    stallMs: 10_000,
    onError: (error) => assert.fail(String(error)),
  });
  const changed = async (next: readonly Fragment[]): Promise<string[]> => {
    const { mark } = await live.current({ isForced: false });
    parts = next;
    await live.current({ isForced: true });
    const body = live.join(mark);
    assert.ok(body);
    const reader = body.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    const data = /data: (.*)\n/.exec(new TextDecoder().decode(value))?.[1];
    return Object.keys(JSON.parse(data ?? "{}"));
  };
  assert.deepEqual(await changed([part("a", "1"), part("b", "1")]), ["all", "a", "b"]);
  assert.deepEqual(await changed([part("a", "2"), part("b", "1")]), ["a"]);
  assert.deepEqual(await changed([part("b", "1")]), ["all"]);
  live.close();
});
