/** The page around the view. Used by the panel and the tests: one content policy for both. */

export interface PageParts {
  readonly title: string;
  /** BCP 47 tag of the editor's display language. */
  readonly language: string;
  /** Fresh random text, letters and digits, for every page: the only script and the only style that count carry it. */
  readonly nonce: string;
  /** The view as built. */
  readonly script: string;
  readonly style: string;
}

export function pageOf({ title, language, nonce, script, style }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    // The picture of the plan is drawn from text of its own.
    'img-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${escapeHtml(nonce)}">${style}</style>
<title>${escapeHtml(title)}</title>
</head>
<body>
<script nonce="${escapeHtml(nonce)}">${script}</script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
