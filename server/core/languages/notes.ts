import type { Note } from '../model/fact.ts';
import type { Reading } from './language.ts';

/** The comments of a file, as facts; instructions to tools (`noqa`, `checkov:skip`, `yaml-language-server:`) are none. */
export function commentNotes({ comments }: Reading): readonly Note[] {
  return comments.flatMap(({ text, span }): readonly Note[] =>
    text === '' || TOOLS.test(text) ? [] : [{ fact: 'note', node: '', span, text, where: 'comment' }],
  );
}

const TOOLS = /^(?:verdigris:|noqa\b|checkov:|tfsec:|trivy:|tflint-|kics-|cfn-lint|yaml-language-server:|vim?:|!)/;
