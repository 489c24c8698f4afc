import assert from "node:assert/strict";
import { type BcbSeries, bcbStandIn, realBcbSeries } from "../support/bcb/mod.ts";
import { dailyHistory, knownOn } from "../support/fred/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";

async function ask({ url }: StandIn, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/dados/serie/bcdata.sgs.${path}`);
  return { status: response.status, body: await response.json() };
}

const detail = (text: string) => `br.gov.bcb.pec.sgs.comum.excecoes.SGSNegocioException: ${text}`;
const daily: BcbSeries = { ...dailyHistory({ vintages: 3000 }), code: 11, isDaily: true };

Deno.test("SGS's stand-in gives the newest values alone, with dates as in Brazil", async () => {
  let now = "2026-08-10T02:59:00Z";
  await using server = bcbStandIn(await realBcbSeries(), { now: () => new Date(now) });
  const window = "433/dados?formato=json&dataInicial=01/06/2026&dataFinal=31/12/2026";
  assert.deepEqual(await ask(server, window), {
    status: 200,
    body: [{ data: "01/06/2026", valor: "0.16" }],
  });
  // Midnight in Brasília.
  now = "2026-08-10T03:00:00Z";
  assert.deepEqual((await ask(server, window)).body, [
    { data: "01/06/2026", valor: "0.16" },
    { data: "01/07/2026", valor: "0.07" },
  ]);
  assert.deepEqual((await ask(server, "433/dados/ultimos/1?formato=json")).body, [
    { data: "01/07/2026", valor: "0.07" },
  ]);
  const csv = await fetch(`${server.url}/dados/serie/bcdata.sgs.433/dados/ultimos/1?formato=csv`);
  assert.equal(await csv.text(), '"data";"valor"\r\n"01/07/2026";"0,07"\r\n');
});

Deno.test("SGS's stand-in takes ten years of a daily series, to the day", async () => {
  await using server = bcbStandIn([daily], { now: () => new Date("2005-01-01T12:00:00Z") });
  const days = (path: string) => ask(server, `11/dados?formato=json${path}`);
  assert.equal((await days("&dataInicial=03/12/1984&dataFinal=03/12/1994")).status, 200);
  for (const path of ["", "&dataInicial=03/12/1984&dataFinal=04/12/1994"]) {
    const { status, body } = await days(path);
    assert.equal(status, 406);
    assert.equal(
      Object(body).error,
      "O sistema aceita uma janela de consulta de, no máximo, 10 anos em séries de periodicidade diária",
    );
    assert.match(Object(body).syntax, /sgs\.11\/dados\?dataInicial=01\/01\/1995 ou/);
  }
  const { body } = await days("&dataInicial=02/01/1995");
  const known = knownOn(daily, "2005-01-01");
  for (const { data, valor } of Array.isArray(body) ? body : []) {
    assert.equal(known.get(data.split("/").reverse().join("-")), Number(valor));
  }
});

Deno.test("SGS's stand-in answers errors in the service's three shapes", async () => {
  await using server = bcbStandIn([daily], { now: () => new Date("2005-01-01T12:00:00Z") });
  assert.deepEqual(await ask(server, "11/dados/ultimos/21"), {
    status: 400,
    body: {
      erro: { statusCode: 400, detail: detail("A quantidade máxima de valores deve ser 20") },
    },
  });
  assert.deepEqual(await ask(server, "11/dados?dataInicial=01/01/1970&dataFinal=31/12/1979"), {
    status: 404,
    body: { erro: { statusCode: 404, detail: detail("Value(s) not found") } },
  });
  assert.deepEqual(await ask(server, "11/dados?dataInicial=31/02/2001"), {
    status: 400,
    body: { erro: { statusCode: 400, detail: detail("Invalid initial date") } },
  });
  const unknown = await fetch(`${server.url}/dados/serie/bcdata.sgs.99999/dados?formato=json`);
  assert.equal(unknown.status, 200);
  assert.match(await unknown.text(), /^<!DOCTYPE html>/);
});
