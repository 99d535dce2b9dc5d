import type { Given, GivenUnit } from './build.ts';
import type { PlanCase } from './plan-case.ts';

const WEB: Readonly<Record<string, Given>> = {
  Template: { type: 'AWS::EC2::LaunchTemplate', settings: { LaunchTemplateData: { ImageId: 'ami-1' } } },
  Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup', names: { Name: 'web' } },
  Listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', needs: ['Targets'] },
  Group: { type: 'AWS::AutoScaling::AutoScalingGroup', needs: ['Template', 'Targets'], instances: 3 },
};
const TEMPLATE_2: Given = { ...(WEB.Template as Given), settings: { LaunchTemplateData: { ImageId: 'ami-2' } } };
const unit = (more: Readonly<Record<string, Given>>): GivenUnit => ({ resources: { ...WEB, ...more } });

const FUNCTION = (key: string): Given => ({
  type: 'AWS::Lambda::Function',
  settings: { Code: { S3Key: key } },
  names: { FunctionName: 'orders' },
});

export const CLOUDFORMATION_CASES: readonly PlanCase[] = [
  {
    title: 'first deployment: everything is made, the route is opened last, nothing can be lost',
    language: 'cloudformation',
    green: unit({ Db: { type: 'AWS::RDS::DBInstance' } }),
    expected: {
      actions: { Template: 'duplicate', Targets: 'duplicate', Listener: 'expand', Group: 'duplicate', Db: 'expand' },
      cutOver: [],
      steps: [
        'preflight check',
        'expand expand',
        'provision duplicate',
        'verify verify',
        'cut-over expand',
        'bake observe',
      ],
      warnings: [],
      score: 100,
      extraUnits: 0,
      pointOfNoReturn: null,
    },
  },
  {
    title: 'nothing changed: nothing to do',
    language: 'cloudformation',
    blue: unit({}),
    green: unit({}),
    expected: {
      actions: { Template: 'share', Targets: 'share', Listener: 'share', Group: 'share' },
      steps: [],
      warnings: [],
      score: 100,
      pointOfNoReturn: null,
    },
  },
  {
    title: 'new code behind an alias: the alias shifts, the name of the function is no collision',
    language: 'cloudformation',
    blue: {
      resources: {
        Fn: FUNCTION('1.zip'),
        V1: { type: 'AWS::Lambda::Version', needs: ['Fn'] },
        Live: { type: 'AWS::Lambda::Alias', needs: ['Fn', 'V1'] },
      },
    },
    green: {
      resources: {
        Fn: FUNCTION('2.zip'),
        V2: { type: 'AWS::Lambda::Version', needs: ['Fn'] },
        Live: { type: 'AWS::Lambda::Alias', needs: ['Fn', 'V2'] },
      },
    },
    expected: {
      actions: { Fn: 'duplicate', V2: 'duplicate', Live: 'switch', V1: 'retire' },
      cutOver: ['Live weighted'],
      warnings: [],
      score: 100,
      caps: [],
    },
  },
  {
    title: 'new code without an alias: a second function cannot have the name',
    language: 'cloudformation',
    blue: { resources: { Fn: FUNCTION('1.zip'), Url: { type: 'AWS::Lambda::Url', needs: ['Fn'] } } },
    green: { resources: { Fn: FUNCTION('2.zip'), Url: { type: 'AWS::Lambda::Url', needs: ['Fn'] } } },
    expected: {
      actions: { Fn: 'duplicate', Url: 'switch' },
      cutOver: ['Url'],
      warnings: [['plan/name-collision', 'high', 'Fn']],
      score: 90,
    },
  },
  {
    title: 'a scheduled function: the rule fires in one colour, all at once, and there is nothing to drain',
    language: 'cloudformation',
    blue: { resources: { Fn: { ...FUNCTION('1'), names: {} }, Nightly: { type: 'AWS::Events::Rule', needs: ['Fn'] } } },
    green: {
      resources: { Fn: { ...FUNCTION('2'), names: {} }, Nightly: { type: 'AWS::Events::Rule', needs: ['Fn'] } },
    },
    expected: {
      actions: { Fn: 'duplicate', Nightly: 'switch' },
      cutOver: ['Nightly'],
      steps: [
        'preflight check',
        'provision duplicate',
        'verify verify',
        'cut-over switch',
        'bake observe',
        'retire retire',
      ],
      warnings: [],
      pointOfNoReturn: 6,
    },
  },
  {
    title: 'a queue worker: the mapping is the switch, the queue is drained, messages meet both colours',
    language: 'cloudformation',
    blue: {
      resources: {
        Queue: { type: 'AWS::SQS::Queue' },
        Fn: { ...FUNCTION('1'), names: {} },
        Mapping: { type: 'AWS::Lambda::EventSourceMapping', needs: ['Fn', ['Queue', 'consumes']] },
      },
    },
    green: {
      resources: {
        Queue: { type: 'AWS::SQS::Queue' },
        Fn: { ...FUNCTION('2'), names: {} },
        Mapping: { type: 'AWS::Lambda::EventSourceMapping', needs: ['Fn', ['Queue', 'consumes']] },
      },
    },
    expected: {
      actions: { Queue: 'drain', Fn: 'duplicate', Mapping: 'switch' },
      cutOver: ['Mapping'],
      steps: [
        'preflight check',
        'provision duplicate',
        'verify verify',
        'messages route',
        'cut-over switch',
        'bake observe',
        'drain drain',
        'retire retire',
      ],
      warnings: [['plan/message-format', 'high', 'Queue']],
      score: 90,
    },
  },
  {
    title: 'a mapping on an alias stays shared and moves with the alias',
    language: 'cloudformation',
    blue: {
      resources: {
        Fn: { ...FUNCTION('1'), names: {} },
        V1: { type: 'AWS::Lambda::Version', needs: ['Fn'] },
        Live: { type: 'AWS::Lambda::Alias', needs: ['V1'] },
        Queue: { type: 'AWS::SQS::Queue' },
        Mapping: { type: 'AWS::Lambda::EventSourceMapping', needs: ['Live', ['Queue', 'consumes']] },
      },
    },
    green: {
      resources: {
        Fn: { ...FUNCTION('2'), names: {} },
        V2: { type: 'AWS::Lambda::Version', needs: ['Fn'] },
        Live: { type: 'AWS::Lambda::Alias', needs: ['V2'] },
        Queue: { type: 'AWS::SQS::Queue' },
        Mapping: { type: 'AWS::Lambda::EventSourceMapping', needs: ['Live', ['Queue', 'consumes']] },
      },
    },
    expected: {
      actions: { Fn: 'duplicate', V2: 'duplicate', Live: 'switch', Queue: 'drain', Mapping: 'share', V1: 'retire' },
      cutOver: ['Live weighted'],
      warnings: [['plan/message-format', 'high', 'Queue']],
    },
  },
  {
    title: 'a store that has to be replaced is a migration of its own and no way to deploy',
    language: 'cloudformation',
    blue: { resources: { Orders: { type: 'AWS::DynamoDB::Table', settings: { KeySchema: 'id' } } } },
    green: { resources: { Orders: { type: 'AWS::DynamoDB::Table', settings: { KeySchema: 'customer' } } } },
    expected: {
      actions: { Orders: 'block' },
      steps: ['preflight check', 'protect snapshot', 'expand separate-migration'],
      warnings: [
        ['plan/shared-state-change', 'blocker', 'Orders'],
        ['plan/no-retain', 'blocker', 'Orders'],
      ],
      score: 49,
      caps: ['blocker'],
      pointOfNoReturn: null,
    },
  },
  {
    title: 'a retained store that leaves the file: removed last, and that is the end',
    language: 'cloudformation',
    blue: unit({ Old: { type: 'AWS::S3::Bucket', guards: { retain: true } } }),
    green: unit({}),
    expected: {
      actions: { Template: 'share', Targets: 'share', Listener: 'share', Group: 'share', Old: 'contract' },
      steps: ['preflight check', 'protect snapshot', 'contract contract'],
      warnings: [],
      score: 100,
      pointOfNoReturn: 3,
    },
  },
  {
    title: 'a security group that only green uses is replaced beside its old form',
    language: 'cloudformation',
    blue: {
      resources: {
        ...WEB,
        Wall: { type: 'AWS::EC2::SecurityGroup', settings: { GroupDescription: 'a' } },
        Template: { ...(WEB.Template as Given), needs: ['Wall'] },
      },
    },
    green: {
      resources: {
        ...WEB,
        Wall: { type: 'AWS::EC2::SecurityGroup', settings: { GroupDescription: 'b' } },
        Template: { ...TEMPLATE_2, needs: ['Wall'] },
      },
    },
    expected: {
      actions: {
        Template: 'duplicate',
        Targets: 'duplicate',
        Listener: 'switch',
        Group: 'duplicate',
        Wall: 'duplicate',
      },
      warnings: [['plan/name-collision', 'high', 'Targets']],
      retire: ['Group', 'Template', 'Wall', 'Targets'],
    },
  },
  {
    title: 'a rule before the copies switches; the listener it belongs to stays',
    language: 'cloudformation',
    blue: {
      resources: {
        Template: WEB.Template as Given,
        Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup' },
        Group: WEB.Group as Given,
        Balancer: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
        Listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', needs: ['Balancer'] },
        Rule: { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', needs: ['Listener', 'Targets'] },
      },
    },
    green: {
      resources: {
        Template: TEMPLATE_2,
        Targets: { type: 'AWS::ElasticLoadBalancingV2::TargetGroup' },
        Group: WEB.Group as Given,
        Balancer: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' },
        Listener: { type: 'AWS::ElasticLoadBalancingV2::Listener', needs: ['Balancer'] },
        Rule: { type: 'AWS::ElasticLoadBalancingV2::ListenerRule', needs: ['Listener', 'Targets'] },
      },
    },
    expected: {
      actions: {
        Template: 'duplicate',
        Targets: 'duplicate',
        Group: 'duplicate',
        Balancer: 'share',
        Listener: 'share',
        Rule: 'switch',
      },
      cutOver: ['Rule weighted'],
      warnings: [],
      score: 100,
      extraUnits: 3,
    },
  },
  {
    title: 'the whole environment: unchanged servers get a copy too, stores never',
    language: 'cloudformation',
    blue: unit({ Db: { type: 'AWS::RDS::DBInstance' }, Lone: { type: 'AWS::EC2::Instance' } }),
    green: unit({ Db: { type: 'AWS::RDS::DBInstance' }, Lone: { type: 'AWS::EC2::Instance' }, Template: TEMPLATE_2 }),
    input: { mode: 'whole-environment' },
    expected: {
      actions: {
        Template: 'duplicate',
        Targets: 'duplicate',
        Listener: 'switch',
        Group: 'duplicate',
        Db: 'share',
        Lone: 'duplicate',
      },
      extraUnits: 4,
    },
  },
  {
    title: 'a running workflow is drained of its executions',
    language: 'cloudformation',
    blue: unit({ Flow: { type: 'AWS::StepFunctions::StateMachine', needs: ['Group'] } }),
    green: unit({ Flow: { type: 'AWS::StepFunctions::StateMachine', needs: ['Group'] }, Template: TEMPLATE_2 }),
    expected: {
      actions: { Template: 'duplicate', Targets: 'duplicate', Listener: 'switch', Group: 'duplicate', Flow: 'drain' },
      warnings: [['plan/name-collision', 'high', 'Targets']],
    },
  },
  {
    title: 'SAM publishes the alias that shifts: no router in the template, none missing',
    language: 'cloudformation',
    blue: {
      resources: { Fn: { type: 'AWS::Serverless::Function', settings: { CodeUri: 'a', AutoPublishAlias: 'live' } } },
    },
    green: {
      resources: { Fn: { type: 'AWS::Serverless::Function', settings: { CodeUri: 'b', AutoPublishAlias: 'live' } } },
    },
    expected: { actions: { Fn: 'duplicate' }, warnings: [], score: 100 },
  },
  {
    title: 'a SAM function without an alias changes under everybody at once',
    language: 'cloudformation',
    blue: { resources: { Fn: { type: 'AWS::Serverless::Function', settings: { CodeUri: 'a' } } } },
    green: { resources: { Fn: { type: 'AWS::Serverless::Function', settings: { CodeUri: 'b' } } } },
    expected: { actions: { Fn: 'duplicate' }, warnings: [['plan/no-cut-over', 'blocker', 'Fn']] },
  },
];
