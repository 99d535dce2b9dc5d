import type { LanguageId } from '../../server/core/model/fact.ts';
import type { PlanSeverity } from '../../server/core/model/plan.ts';
import { type PlanInput, plan } from '../../server/core/planner/index.ts';
import { replacement } from '../../server/core/schema/replacement.ts';
import { data, type Given, type GivenUnit, unit } from './build.ts';

type Edit = (given: Mutable) => void;
export interface Mutable {
  name?: string;
  version?: string;
  settings?: Record<string, unknown>;
  parameters?: Record<string, string | undefined>;
  resources: Record<string, Given>;
}

export interface Case {
  readonly code: string;
  readonly language: LanguageId;
  /** Blue; green is the same after `edit`. */
  readonly blue: GivenUnit;
  readonly edit: Edit;
  readonly warns: readonly (readonly [severity: PlanSeverity, node: string])[];
  /** Changes both sides so that the warning must be gone. */
  readonly unless: (given: Mutable, side: 'blue' | 'green') => void;
  readonly input?: Partial<PlanInput>;
  /** In place of `input` where the cause is not in the file. */
  readonly without?: Partial<PlanInput>;
}

export function planned({ language, blue, edit, input }: Case, change?: Case['unless']): ReturnType<typeof plan> {
  const before = structuredClone(blue) as Mutable;
  const after = structuredClone(blue) as Mutable;
  edit(after);
  change?.(before, 'blue');
  change?.(after, 'green');
  return plan({
    green: unit(language, after as GivenUnit),
    blue: unit(language, before as GivenUnit, `blue.${language}`),
    ...(language === 'cloudformation' || language === 'terraform'
      ? { replacement: (type, path) => replacement(language, type, path, data) }
      : {}),
    ...input,
  });
}

export const set = (given: Mutable, name: string, change: Partial<Given>): void => {
  const old = given.resources[name] as Given;
  given.resources[name] = { ...old, ...change, settings: { ...old.settings, ...change.settings } };
};

/** A service behind a listener, in CloudFormation's words. */
export const WEB: GivenUnit = {
  resources: {
    Template: { type: 'AWS::EC2::LaunchTemplate', settings: { LaunchTemplateData: { ImageId: 'ami-1' } } },
    Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', settings: { Port: 80 } },
    Listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', needs: ['Targets'] },
    Group: { type: 'AWS::AutoScaling::AutoScalingGroup', needs: ['Template', 'Targets'], instances: 2 },
  },
};
export const newImage: Edit = (given) =>
  set(given, 'Template', { settings: { LaunchTemplateData: { ImageId: 'ami-2' } } });
export const web = (more: Readonly<Record<string, Given>>): GivenUnit => ({ resources: { ...WEB.resources, ...more } });

/** The same idea as a Macfile. */
export const MAC: GivenUnit = {
  name: 'shop',
  version: '1',
  resources: {
    app: { type: 'mac instance create', settings: { role: 'app', hardware: 'small' }, instances: 1 },
    lb: {
      type: 'aws elb create-load-balancer',
      names: { 'load-balancer-name': 'lb-{INF_VERSION}' },
      needs: ['app'],
      destroyable: true,
    },
    dns: { type: 'aws route53 change-resource-record-sets', needs: [['lb', 'name']], settings: { ttl: '60' } },
  },
};
export const newVersion: Edit = (given) => {
  given.version = '2';
  set(given, 'app', { settings: { hardware: 'large' } });
};
