import type { Resource } from '../model/fact.ts';
import type { Intent } from '../model/intent.ts';
import type { LifecycleClass } from '../model/lifecycle.ts';
import { entryAt } from '../model/value.ts';
import type { Opened, Workspace } from './api.ts';
import { ask } from './ask.ts';
import { overrideEdits } from './config-edit.ts';
import type { FileEdits } from './fixes.ts';

/**
 * Writes a person's word about how a resource lives: as a comment above it, as metadata where the notation has no comments
 * (CloudFormation in JSON), else in `.verdigris.yaml`.
 */
export function lifecycleEdits(
  workspace: Workspace,
  path: string,
  node: string,
  state: LifecycleClass,
  reason: string,
): readonly FileEdits[] {
  const resource = workspace
    .unitFacts(path)
    .find((fact): fact is Resource => fact.fact === 'resource' && fact.node === node);
  const file = resource?.file ?? resource?.path ?? path;
  const edits =
    resource &&
    ask(workspace, file, 'lifecycle', ({ language, reading }) => {
      const token = language.commentToken(reading);
      if (token !== undefined) return [commentAbove(resource, { token, reading, state, reason })];
      return language.id === 'cloudformation' ? language.rewrite(reading, [inMetadata(resource, state)]) : [];
    });
  if (edits && edits.length > 0) return [{ path: file, edits }];
  const beside = overrideEdits(workspace, path, { node, lifecycle: state, reason });
  return beside.edits.length > 0 ? [beside] : [];
}

interface Said {
  readonly token: string;
  readonly reading: Opened['reading'];
  readonly state: LifecycleClass;
  readonly reason: string;
}

const SAID = /^\s*(?:#|\/\/)\s*verdigris:\s*lifecycle\s*=/;

/** A word that was said before is said anew. */
function commentAbove({ header }: Resource, { token, reading, state, reason }: Said) {
  const { text } = reading.source;
  const start = text.lastIndexOf('\n', header.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const line = `${indent}${token} verdigris: lifecycle=${state} -- ${reason}`;
  const before = text.lastIndexOf('\n', start - 2) + 1;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  if (start > 0 && SAID.test(text.slice(before, start))) {
    return { span: { start: before, end: start }, text: `${line}${newline}` };
  }
  return { span: { start, end: start }, text: `${line}${newline}` };
}

function inMetadata({ settings }: Resource, state: LifecycleClass): Intent {
  const metadata = entryAt(settings, 'Metadata')?.value;
  if (metadata?.kind !== 'map') {
    const value = { map: [['Verdigris', { map: [['lifecycle', state]] }]] } as const;
    return { kind: 'insertKey', map: settings.span, key: 'Metadata', value, after: 'Type' };
  }
  const own = entryAt(metadata, 'Verdigris')?.value;
  if (own?.kind !== 'map') {
    return { kind: 'insertKey', map: metadata.span, key: 'Verdigris', value: { map: [['lifecycle', state]] } };
  }
  const said = entryAt(own, 'lifecycle');
  if (said) return { kind: 'setScalar', at: said.value.span, text: state };
  return { kind: 'insertKey', map: own.span, key: 'lifecycle', value: state };
}
