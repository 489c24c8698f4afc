import assert from "node:assert/strict";
import { redisConfig, redisConfigPort } from "../../../src/stack/redis_config.ts";
import { pingRedis } from "../../../src/stack/redis_ping.ts";

Deno.test("redisConfig quotes a password and a folder of any characters", () => {
  const text = redisConfig({ port: 6_380, password: 'a "b" \\ é\n', folder: "/p q/é" });
  assert.deepEqual(text.split("\n"), [
    "bind 127.0.0.1",
    "port 6380",
    'requirepass "a \\x22b\\x22 \\x5c \\xc3\\xa9\\x0a"',
    'dir "/p q/\\xc3\\xa9"',
    "daemonize no",
    "appendonly yes",
    "maxmemory-policy noeviction",
    "",
  ]);
  assert.equal(redisConfigPort(text), 6_380);
  assert.equal(redisConfigPort(""), undefined);
});

Deno.test("redisConfig asks for no password when there is none", () => {
  const text = redisConfig({ port: 1, password: "", folder: "/" });
  assert.doesNotMatch(text, /requirepass/);
});

/** Answers one connection with a text, and returns what it received. */
async function answerOnce(
  reply: string,
  password: string,
): Promise<{ answer: string; asked: string }> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { hostname, port } = listener.addr;
  const serving = (async () => {
    using connection = await listener.accept();
    const block = new Uint8Array(1024);
    const read = await connection.read(block) ?? 0;
    await connection.write(new TextEncoder().encode(reply));
    return new TextDecoder().decode(block.subarray(0, read));
  })();
  const answer = await pingRedis({ hostname, port, password });
  return { answer, asked: await serving };
}

Deno.test("pingRedis reads what a server answers", async (t) => {
  const cases: [reply: string, answer: string][] = [
    ["+OK\r\n+PONG\r\n", "ready"],
    ["-WRONGPASS invalid\r\n-NOAUTH Authentication required.\r\n", "denied"],
    ["-ERR AUTH <password> called without any password configured\r\n+PONG\r\n", "denied"],
    ["+OK\r\n-LOADING Redis is loading the dataset in memory\r\n", "loading"],
    ["HTTP/1.1 400 Bad Request\r\n\r\n", "unreachable"],
    ["", "unreachable"],
  ];
  for (const [reply, answer] of cases) {
    await t.step(JSON.stringify(reply), async () => {
      assert.equal((await answerOnce(reply, "pä ss")).answer, answer);
    });
  }
});

Deno.test("pingRedis sends the password by its length in bytes, and none where there is none", async () => {
  const ping = "*1\r\n$4\r\nPING\r\n";
  const auth = "*2\r\n$4\r\nAUTH\r\n$3\r\npä\r\n";
  assert.equal((await answerOnce("+OK\r\n+PONG\r\n", "pä")).asked, auth + ping);
  const open = await answerOnce("+PONG\r\n", "");
  assert.deepEqual(open, { answer: "ready", asked: ping });
});

Deno.test("pingRedis says unreachable when nothing listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { hostname, port } = listener.addr;
  listener.close();
  assert.equal(await pingRedis({ hostname, port, password: "" }), "unreachable");
});
