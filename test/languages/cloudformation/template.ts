import { cloudformation } from '../../../server/core/languages/cloudformation/index.ts';
import type { CfnReading } from '../../../server/core/languages/cloudformation/reading.ts';
import type { Surroundings } from '../../../server/core/languages/language.ts';
import type { Finding } from '../../../server/core/model/finding.ts';
import { schemaData } from '../../plans/data.ts';

const data = schemaData();

export interface Opened {
  readonly reading: CfnReading;
  readonly around: Surroundings;
}

export function open(text: string, path = 'shop.yaml'): Opened {
  const reading = cloudformation.read({ path, text }, data);
  const project = { reading: () => reading, paths: () => [path], text: () => text, missing: () => false };
  return { reading, around: { project, data } };
}

export function findings(text: string, path?: string): readonly Finding[] {
  const { reading, around } = open(text, path);
  return [...reading.problems, ...cloudformation.check(reading, around)].toSorted(
    (a, b) => a.span.start - b.span.start,
  );
}

/** Each finding as `severity code: text it underlines`. */
export function said(text: string, path?: string): string[] {
  return findings(text, path).map(
    ({ severity, code, span }) => `${severity} ${code.split('/')[1]}: ${text.slice(span.start, span.end)}`,
  );
}

/** Puts resources into a template. */
export function template(resources: string, more = ''): string {
  return `AWSTemplateFormatVersion: '2010-09-09'\n${more}Resources:\n${resources.replace(/^/gm, '  ')}\n`;
}
