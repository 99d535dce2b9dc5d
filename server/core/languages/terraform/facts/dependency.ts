import type { Dependency, DependencyKind } from '../../../model/fact.ts';
import { calledModule, type Declared, declarationOf } from '../read/module.ts';
import type { Use } from '../read/use.ts';
import type { Scope } from './scope.ts';

const OWN_KINDS = new Set(['variable', 'local', 'module', 'data', 'ephemeral', 'resource']);

/** What a declaration needs, once per target and kind. Names that lead to nothing declared are left out. */
export function dependenciesOf(
  declared: Declared,
  scope: Scope,
  uses: readonly Use[] = usesIn(declared),
): Dependency[] {
  const seen = new Set<string>();
  return uses.flatMap((use): Dependency[] => {
    if (!OWN_KINDS.has(use.kind) || use.position === 'past-address') return [];
    const to = targetNode(use, scope);
    const kind = kindOf(use, declared);
    const key = `${to} ${kind}`;
    if (to === undefined || seen.has(key) || use.address === declared.address) return [];
    seen.add(key);
    const node = scope.prefix + declared.address;
    const fields = fieldsRead(use, uses);
    return [
      { fact: 'dependency', node, span: use.span, to, kind, certainty: 'explicit', ...(fields ? { fields } : {}) },
    ];
  });
}

/** Of an object that is handed around only some fields may be read. */
function fieldsRead({ kind, address }: Use, uses: readonly Use[]): readonly string[] | undefined {
  if (kind !== 'variable' && kind !== 'local') return undefined;
  const fields = uses
    .filter((other) => other.address === address)
    .map(({ rest: [step] }) => (step?.kind === 'name' ? step.name.value : undefined));
  return fields.every((field) => field !== undefined) ? [...new Set(fields)] : undefined;
}

function usesIn(declared: Declared): readonly Use[] {
  const own = declared.reading.usesBy.get(declared.address) ?? [];
  return own.filter(({ span }) => declared.span.start <= span.start && span.end <= declared.span.end);
}

/** `module.x.y` leads to the output `y` of the module where it can be read, else to the call. */
function targetNode(use: Use, scope: Scope): string | undefined {
  const target = declarationOf(scope.module, use.address);
  if (!target) return undefined;
  if (target.kind !== 'module') return scope.prefix + use.address;
  const output = use.rest.find((step) => step.kind === 'name' && !step.legacy);
  const known = output?.kind === 'name' && calledModule(target, scope.project) !== undefined;
  return `${scope.prefix}${use.address}${known ? `.output.${output.name.value}` : ''}`;
}

const ROUTES =
  /_(?:listener|listener_rule|route|record|record_set|base_path_mapping|api_mapping|alias|stage|distribution|url_map|forwarding_rule)$/;

function kindOf(use: Use, declared: Declared): DependencyKind {
  const source = declared.type?.value ?? '';
  if (use.position === 'address') return 'depends';
  if (
    /_(?:autoscaling_policy|appautoscaling_policy|appautoscaling_target|autoscaling_schedule)$|^aws_appautoscaling_/.test(
      source,
    )
  )
    return 'scales';
  const target = use.kind === 'resource' ? use.address : '';
  if (
    /_(?:event_source_mapping|topic_subscription|pubsub_subscription)$/.test(source) &&
    /_(?:queue|stream|topic)\./.test(target)
  )
    return 'consumes';
  if (ROUTES.test(source)) return 'route';
  return /^aws_(?:lb_target_group|alb_target_group|elb|lb|alb)\./.test(target) ? 'attach' : 'ref';
}
