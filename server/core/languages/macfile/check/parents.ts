import type { Finding } from '../../../model/finding.ts';
import type { Project } from '../../language.ts';
import { isEmpty } from '../model.ts';
import { describe } from '../scalars.ts';
import { isAddress, type Scope } from '../scope.ts';
import { finding } from './report.ts';
import { isUnknown } from './structure.ts';

/** Libraries that cannot be read. */
export function checkParents(scope: Scope, project: Project): readonly Finding[] {
  return scope.parents.flatMap(({ named, path, reading }) => {
    const { body, name } = named;
    if (isUnknown(body)) return [];
    if (body.kind !== 'scalar' || isEmpty(body)) {
      if (!scope.main.sound && isEmpty(body)) return [];
      return [
        finding(scope.main, {
          code: 'wrong-type',
          kind: 'schema',
          severity: 'error',
          message: `The parent "${name}" is the path of a library; this is ${describe(body)}.`,
          span: isEmpty(body) ? named.key : body.span,
        }),
      ];
    }
    if (isAddress(body.text)) {
      return [
        finding(scope.main, {
          code: 'remote-file',
          kind: 'semantic',
          severity: 'info',
          message:
            'mac 1.0.8 cannot load a library from an address: it stops with an error on Python 3. Keep a copy beside this file and name its path.',
          span: body.span,
        }),
      ];
    }
    if (reading !== undefined || path === undefined || body.text.includes('{') || !project.missing(path)) return [];
    return [
      finding(scope.main, {
        code: 'missing-parent',
        kind: 'schema',
        severity: 'error',
        message: `There is no file "${body.text}" beside this one, and mac stops when it cannot read a library. Correct the path; it is relative to this file.`,
        span: body.span,
      }),
    ];
  });
}
