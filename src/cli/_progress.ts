import type { Output } from "./_output.ts";
import type { Progress } from "./task_context.ts";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FIRST_SHOWN_MS = 1_000;
const PLAIN_LINE_EVERY_MS = 5_000;

/**
 * Shows the progress of a long operation: a moving line on a terminal, an occasional line
 * elsewhere.
 */
export function startProgress(
  output: Output,
  label: string,
  options: { readonly animate: boolean; readonly columns?: number },
): Progress {
  const start = performance.now();
  let detail = "";
  let frame = 0;
  let written = "";
  const text = () => {
    const seconds = Math.floor((performance.now() - start) / 1000);
    return `${label}${detail ? `: ${detail}` : ""} (${seconds} s)`;
  };
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    const line = `${FRAMES[frame]} ${text()}`;
    output.status([...line].slice(0, (options.columns ?? 80) - 1).join(""));
  };
  const plain = () => {
    if (detail === written && written !== "") return;
    written = detail || label;
    output.note(text());
  };
  let timer = setTimeout(function tick() {
    if (options.animate) draw();
    else plain();
    timer = setTimeout(tick, options.animate ? 100 : PLAIN_LINE_EVERY_MS);
  }, FIRST_SHOWN_MS);
  const stop = () => {
    clearTimeout(timer);
    if (options.animate) output.status(undefined);
  };
  return {
    update(text) {
      detail = text;
    },
    [Symbol.dispose]: stop,
    [Symbol.asyncDispose]() {
      stop();
      return Promise.resolve();
    },
  };
}
