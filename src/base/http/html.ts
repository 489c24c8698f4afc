/** A piece of HTML, which is not escaped again. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template holds: texts are escaped, and lists are joined. */
export type Piece = string | number | Html | readonly Piece[];

/** Writes HTML; what is put into it is escaped. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(
    parts.map((part, place) => part + (place < pieces.length ? textOf(pieces[place] ?? "") : ""))
      .join(""),
  );
}

function textOf(piece: Piece): string {
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map(textOf).join("");
  return String(piece).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
