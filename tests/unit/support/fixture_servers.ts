import { serverTest } from "../../support/mod.ts";

serverTest("timescaledb", "a", async () => {});
serverTest("community", "b", async () => {});
serverTest("redis", "c", async () => {});
