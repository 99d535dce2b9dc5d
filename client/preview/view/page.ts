/** The page around the view. Used by the panel and the tests: one content policy for both. */

export interface PageParts {
  readonly title: string;
  /** BCP 47 tag of the editor's display language. */
  readonly language: string;
  /** Fresh random text, letters and digits, for every page. */
  readonly nonce: string;
  /** Source expression of the content policy that covers script and style. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
}

export function pageOf(parts: PageParts): string {
  const { nonce, source } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `img-src ${source} data:`,
    `font-src ${source}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(parts.style)}">
<title>${escapeHtml(parts.title)}</title>
</head>
<body>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(parts.script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
