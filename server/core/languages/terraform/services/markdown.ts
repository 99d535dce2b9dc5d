/** Text from a workspace, so that it stays text in Markdown. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~$]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}

/** Paragraphs; what is not there leaves no gap. */
export function paragraphs(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join('\n\n');
}

/** A fenced block of HCL. */
export function fence(text: string): string {
  return `\`\`\`hcl\n${text.replaceAll('```', "'''")}\n\`\`\``;
}
