import { parseInterval } from "../../../timescale/mod.ts";
import { timescaleFunction } from "../../../timescale/extension_schema.ts";
import { quoteLiteral } from "../../../base/sql/mod.ts";
import { formatRelation, parseRelation, relationLiteral } from "../relation.ts";
import type { Step } from "../step.ts";
import type { Target } from "../target.ts";

/** Selects the chunks to compress. */
export interface CompressChunksOptions {
  /** The minimum age of a chunk, as in SQL: `30 days`. */
  readonly olderThan: string;
}

/**
 * Creates the step that compresses existing chunks, oldest first, so that `rollup` merges them.
 * Each chunk has its own transaction and stays compressed if the run ends early; the next run
 * continues after it. The connection's `application_name` shows the progress.
 *
 * If the step was deferred, it runs as a whole, in the transaction of the other deferred steps.
 */
export function compressChunksStep(table: string, options: CompressChunksOptions): Step {
  const relation = parseRelation(table);
  parseInterval(options.olderThan);
  return {
    title: `compressed chunks of ${formatRelation(relation)}`,
    needs: "compression",
    render: ({ target, late }) => {
      const body = compressionLoop(relationLiteral(relation), options.olderThan, {
        commits: !late,
        target,
      });
      const quote = dollarQuote(body);
      return [`do ${quote}\n${body}\n${quote}`];
    },
  };
}

// Compressing waits for readers of the chunk, and later readers wait behind it. So it waits only
// briefly for its lock, and tries again a few seconds later.
function compressionLoop(
  table: string,
  olderThan: string,
  options: { readonly commits: boolean; readonly target: Target },
): string {
  const { commits, target } = options;
  return [
    "declare",
    "  chunks regclass[];",
    "begin",
    "  select array_agg(s.chunk order by c.range_start, c.range_start_integer) into chunks",
    `  from ${timescaleFunction("show_chunks", target)}(${table}, older_than => interval ${
      quoteLiteral(olderThan)
    }) as s(chunk)`,
    "  join timescaledb_information.chunks c",
    "    on to_regclass(format('%I.%I', c.chunk_schema, c.chunk_name)) = s.chunk",
    "  where not c.is_compressed;",
    "  for i in 1 .. coalesce(cardinality(chunks), 0) loop",
    "    for attempt in 1 .. 3 loop",
    "      begin",
    "        perform set_config('application_name',",
    "          format('strata: %s of %s chunks compressed', i - 1, cardinality(chunks)), true);",
    "        perform set_config('lock_timeout', '2s', true);",
    `        perform ${
      timescaleFunction("compress_chunk", target)
    }(chunks[i], if_not_compressed => true);`,
    "        exit;",
    "      exception when lock_not_available then",
    "        if attempt = 3 then raise; end if;",
    "      end;",
    ...(commits ? ["      commit;"] : []),
    "      perform pg_sleep(attempt);",
    "    end loop;",
    ...(commits ? ["    commit;"] : []),
    "  end loop;",
    "end",
  ].join("\n");
}

function dollarQuote(body: string): string {
  let tag = "compress";
  while (body.includes(`$${tag}$`)) tag += "_";
  return `$${tag}$`;
}
