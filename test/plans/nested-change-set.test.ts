import { expect, test } from 'vitest';
import type { Plan } from '../../server/core/model/plan.ts';
import { readToolPlan } from '../../server/core/planner/index.ts';
import { planOf } from '../../server/core/service/plan.ts';
import { opened, type Texts } from './fixed.ts';
import { ROOT, root, unit } from './nested-texts.ts';

const stack = (name: string, action: string, id?: string) => ({
  Type: 'Resource',
  ResourceChange: {
    Action: action,
    LogicalResourceId: name,
    ResourceType: 'AWS::CloudFormation::Stack',
    ...(action === 'Modify' ? { Replacement: 'False' } : {}),
    ...(id ? { ChangeSetId: id } : {}),
    Details: [{ Target: { Attribute: 'Properties', Name: 'Parameters', RequiresRecreation: 'Never' } }],
  },
});
const ofRoot = { StackName: 'shop', ChangeSetName: 'green', ChangeSetId: 'set:root', Status: 'CREATE_COMPLETE' };
const ofApp = {
  StackName: 'shop-App-1ABC',
  ChangeSetId: 'set:app',
  ParentChangeSetId: 'set:root',
  RootChangeSetId: 'set:root',
  Changes: [
    {
      Type: 'Resource',
      ResourceChange: {
        Action: 'Modify',
        LogicalResourceId: 'Server',
        ResourceType: 'AWS::EC2::Instance',
        Replacement: 'True',
        Details: [
          {
            Target: {
              Attribute: 'Properties',
              Name: 'ImageId',
              RequiresRecreation: 'Always',
              BeforeValue: 'ami-1',
              AfterValue: 'ami-2',
            },
          },
        ],
      },
    },
  ],
};

function planned(sets: unknown, green: Texts = unit(), blue?: Texts): Plan {
  const toolPlan = readToolPlan(JSON.stringify(sets));
  if ('refused' in toolPlan) throw new Error(toolPlan.refused);
  const files = blue && Object.entries(blue).map(([path, text]) => ({ path, text }));
  const answer = planOf(opened(green), { path: ROOT, toolPlan, ...(files ? { blue: { kind: 'file', files } } : {}) });
  if ('refused' in answer) throw new Error(answer.refused);
  return answer.plan;
}

const changes = ({ nodes }: Plan) => nodes.map(({ label, change, evidence }) => [label, change, evidence]);

test('the change sets of the nested stacks say what happens in them, wherever they stand in the list', () => {
  const sets = [ofApp, { ...ofRoot, Changes: [stack('App', 'Modify', 'set:app')] }];
  const plan = planned(sets);
  expect(changes(plan)).toEqual([
    ['Network.Vpc', 'unchanged', 'tool-plan'],
    ['App.Server', 'replace', 'tool-plan'],
    ['App.Targets', 'unchanged', 'tool-plan'],
    ['App.Listener', 'unchanged', 'tool-plan'],
    ['Data.Db', 'unchanged', 'tool-plan'],
  ]);
  expect(plan.nodes[1]).toMatchObject({ action: 'duplicate', source: { path: 'app/app.yaml' } });
});

test('a stack that comes or goes takes everything in it along', () => {
  const plan = planned({ ...ofRoot, Changes: [stack('App', 'Add'), stack('Data', 'Remove')] });
  expect(changes(plan).map(([label, change]) => [label, change])).toEqual([
    ['Network.Vpc', 'unchanged'],
    ['App.Server', 'add'],
    ['App.Targets', 'add'],
    ['App.Listener', 'add'],
    ['Data.Db', 'remove'],
  ]);
});

test('without its own change set the texts say what happens in a stack, and without texts it is one thing', () => {
  const sets = { ...ofRoot, Changes: [stack('App', 'Modify', 'set:app')] };
  const plan = planned(sets, unit({ root: root({ image: 'ami-2' }) }), unit());
  expect(changes(plan)).toContainEqual(['App.Server', 'replace', 'bundled-facts']);
  expect(changes(plan)).toContainEqual(['Data.Db', 'unchanged', 'tool-plan']);
  const alone = planned(sets);
  expect(changes(alone)).toEqual([
    ['Network.Vpc', 'unchanged', 'tool-plan'],
    ['App', 'update', 'tool-plan'],
    ['Data.Db', 'unchanged', 'tool-plan'],
  ]);
  const [warning] = alone.warnings;
  expect(warning).toMatchObject({ code: 'plan/external', severity: 'high', node: 'Resources.App' });
  expect(warning?.message).toContain('its own change set is not given');
});

test('what is in a stack whose template lies elsewhere, its change set tells', () => {
  const sets = [{ ...ofRoot, Changes: [stack('App', 'Modify', 'set:app')] }, ofApp];
  const plan = planned(sets, unit({ root: root({ app: 'https://bucket.s3.amazonaws.com/app.yaml' }) }));
  expect(changes(plan)).toEqual([
    ['Network.Vpc', 'unchanged', 'tool-plan'],
    ['Data.Db', 'unchanged', 'tool-plan'],
    ['App.Server', 'replace', 'tool-plan'],
  ]);
  expect(plan.nodes.at(-1)).toMatchObject({ lifecycle: { class: 'stateless' }, action: 'duplicate' });
});

test('change sets that do not belong together are refused', () => {
  expect(readToolPlan(JSON.stringify([{ ...ofRoot, Changes: [] }, ofApp]))).toEqual({
    refused: expect.stringContaining('shop-App-1ABC belongs to none of the others'),
  });
  const failed = { ...ofApp, Status: 'FAILED', StatusReason: 'No updates' };
  const sets = [{ ...ofRoot, Changes: [stack('App', 'Modify', 'set:app')] }, failed];
  expect(readToolPlan(JSON.stringify(sets))).toEqual({ refused: expect.stringContaining('No updates') });
});
