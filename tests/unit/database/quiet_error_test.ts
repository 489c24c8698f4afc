import assert from "node:assert/strict";
import { DrizzleQueryError } from "drizzle-orm";
import { quietError } from "../../../src/database/_quiet_error.ts";

Deno.test("quietError keeps values of rows out of what an error prints", () => {
  const server = Object.assign(new Error("duplicate key value"), {
    code: "23505",
    detail: "Key (name)=(canary-value) already exists.",
    where: "line 1: canary-value",
  });
  const error = quietError(
    new DrizzleQueryError(
      "insert into t values ($1)",
      ["canary-value"],
      quietError(server) as Error,
    ),
  );
  assert.ok(error instanceof DrizzleQueryError);
  assert.doesNotMatch(Deno.inspect(error), /canary-value/);
  assert.doesNotMatch(String(error.stack), /canary-value/);
  assert.match(error.message, /^Cannot run a statement: duplicate key value\ninsert into t/);
  assert.deepEqual(error.params, ["canary-value"]);
  assert.equal(Object(error.cause).detail, "Key (name)=(canary-value) already exists.");
});

Deno.test("quietError leaves other errors as they are", () => {
  const error = new TypeError("no");
  assert.equal(quietError(error), error);
  assert.equal(quietError("text"), "text");
});
