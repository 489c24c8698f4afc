/** An example in the language of a tool. */
export interface ToolExample {
  readonly tool: string;
  readonly text: string;
}

/** Examples that need nothing of ours installed. */
export function examples(origin: string): readonly ToolExample[] {
  const url = `${origin}/v1/series/ALFRED/GDPC1?asOf=2024-09-26T12:30:00Z`;
  return [
    {
      tool: "Python, pandas",
      text: `import pandas as pd

pd.read_parquet("${url}&format=parquet")
# with a token: storage_options={"Authorization": "Bearer TOKEN"}`,
    },
    { tool: "Python, polars", text: `import polars as pl\n\npl.read_ipc("${url}&format=arrow")` },
    { tool: "R", text: `read.csv("${url}&format=csv")` },
    {
      tool: "JavaScript",
      text: `const { rows } = await (await fetch("${url}")).json();`,
    },
    {
      tool: "curl",
      text: `curl -OJ -H "Accept: text/csv" "${url}"`,
    },
  ];
}
