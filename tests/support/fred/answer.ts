/** An answer of FRED, before it is formatted as JSON or XML. */
export interface FredAnswer {
  /** The facts besides the items, such as `realtime_start`. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** The name of the list, such as `observations`. */
  readonly list: string;
  readonly items: readonly FredItem[];
}

/** An item of the list of an answer. */
export type FredItem = string | Readonly<Record<string, string | number | boolean>>;

/** A request that FRED refuses; the answer has `Bad Request.  ` before the message. */
export class FredRefusal extends Error {
  override readonly name = "FredRefusal";
}

/** Formats an answer as FRED does: as XML, unless the request has `file_type=json`. */
export function writeAnswer(answer: FredAnswer, fileType: string): Response {
  const { facts, list, items } = answer;
  if (fileType === "json") return Response.json({ ...facts, [list]: items }, json);
  const name = list.replace(/s$/, "");
  const inside = items.map((item) => `  ${element(name, item)}\n`).join("");
  return new Response(`${declaration}<${list}${attributes(facts)}>\n${inside}</${list}>\n`, xml);
}

/** Formats an error as FRED does. */
export function writeError(status: number, message: string, fileType: string): Response {
  if (fileType === "json") {
    return Response.json({ "error_code": status, "error_message": message }, { ...json, status });
  }
  const error = `${declaration}<error${attributes({ code: status, message })}/>\n`;
  return new Response(error, { ...xml, status });
}

const declaration = '<?xml version="1.0" encoding="utf-8" ?>\n';
const json = { headers: { "content-type": "application/json; charset=UTF-8" } };
const xml = { headers: { "content-type": "text/xml; charset=UTF-8" } };

function element(name: string, item: FredItem): string {
  if (typeof item === "string") return `<${name}>${escape(item)}</${name}>`;
  // The only item of FRED with attributes and a text.
  if (name === "release_date") {
    const { date, ...rest } = item;
    return `<${name}${attributes(rest)}>${date}</${name}>`;
  }
  return `<${name}${attributes(item)}/>`;
}

function attributes(facts: Exclude<FredItem, string>): string {
  return Object.entries(facts).map(([name, value]) => ` ${name}="${escape(String(value))}"`).join(
    "",
  );
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
