import { TOKEN } from '../../../syntax/hcl/tokens.ts';
import { bracketChange, isLineComment, type Piece } from './piece.ts';

/** A line in up to three cells. A heredoc belongs to the line it begins on. */
export interface Line {
  lead: readonly Piece[];
  /** From the equals sign on, where the value ends on the same line. */
  assign: readonly Piece[];
  comment: Piece | undefined;
  /** The line ending; absent on the last line of a text. */
  newline: Piece | undefined;
}

export function linesOf(pieces: readonly Piece[]): Line[] {
  const lines: Line[] = [];
  let current: Piece[] = [];
  const close = (newline: Piece | undefined) => {
    lines.push(lineOf(current, newline));
    current = [];
  };
  for (const piece of pieces) {
    if (piece.kind === TOKEN.newline) close(piece);
    else current.push(piece);
  }
  if (current.length > 0) close(undefined);
  return lines;
}

function lineOf(pieces: readonly Piece[], newline: Piece | undefined): Line {
  const last = pieces.at(-1);
  const comment = pieces.length > 1 && last && isLineComment(last) ? last : undefined;
  const rest = comment ? pieces.slice(0, -1) : pieces;
  const equals = rest.findIndex(({ kind }, i) => i > 0 && kind === TOKEN.equals);
  const whole = equals > 0 && rest.slice(equals).reduce((sum, piece) => sum + bracketChange(piece), 0) === 0;
  return { lead: whole ? rest.slice(0, equals) : rest, assign: whole ? rest.slice(equals) : [], comment, newline };
}
