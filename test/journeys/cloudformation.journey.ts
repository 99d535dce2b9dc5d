import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';

/** A topic that is used in every form, a misspelt property, and a comment. */
const newsTemplate = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  News: # what happened
    Type: AWS::SNS::Topic
    Properties:
      TopicName: news
      DisplayNam: News of the shop
  Address:
    Type: AWS::SSM::Parameter
    DependsOn: News
    Properties:
      Type: String
      Description: !GetAtt News.TopicName
      Value: !Sub 'arn of \${News}, name \${News.TopicName}, \${!News} stays'
`;

/** What there is depends on a parameter. */
const shopTemplate = `Parameters:
  Env: { Type: String, AllowedValues: [dev, prod], Default: dev }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Alarm: { Type: AWS::SNS::Topic, Condition: IsProd, Properties: { TopicName: !Sub '\${Env}-alarm' } }
  Store:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: eu-west-1
`;

/** A template by hand: from an empty file to JSON. */
const cloudformation: Journey = {
  name: 'CloudFormation',
  files: { 'stack/news.yaml': newsTemplate, 'stack/new.template.yaml': '', 'stack/shop.yaml': shopTemplate },
  tell: async (vscode, check) => {
    const file = 'stack/news.yaml';
    await check('a quick fix mends the misspelt property', async () => {
      await vscode.openFile(file);
      await vscode.problem(/unknown-property/);
      await vscode.cursorAt(file, 'DisplayNam', 'before');
      await vscode.quickFix(/DisplayName/);
      await vscode.textThatMatches(file, /DisplayName: News of the shop/);
    });
    await check('a hover says that a change replaces', async () => {
      await vscode.cursorAt(file, 'TopicNa');
      assert.match(await vscode.hover(), /REPLACES the resource/);
    });
    await check('a resource is renamed in Ref, GetAtt, DependsOn and inside Sub', async () => {
      await vscode.cursorAt(file, '  New');
      await vscode.rename('Updates');
      const text = await vscode.textThatMatches(file, /^ {2}Updates: # what happened/m);
      assert.match(text, /DependsOn: Updates\n/);
      assert.match(text, /!GetAtt Updates\.TopicName/);
      assert.match(text, /\$\{Updates\}, name \$\{Updates\.TopicName\}, \$\{!News\} stays/);
    });
    await check('the template becomes JSON in a file of its own, which is shown', async () => {
      await vscode.runCommand('Verdigris: Convert Template Between YAML and JSON');
      await vscode.page.locator('.tabs-container .tab.active', { hasText: 'news.json' }).waitFor();
      const json = JSON.parse(await vscode.textThatMatches('stack/news.json', /"Fn::Sub"/));
      assert.deepEqual(json.Resources.Address.Properties.Description, { 'Fn::GetAtt': ['Updates', 'TopicName'] });
    });
    await check('a value that is written in comes from a mapping, or from the stack itself', async () => {
      const shop = 'stack/shop.yaml';
      await vscode.openFile(shop);
      await vscode.cursorAt(shop, 'Value: eu-west');
      await vscode.quickFix(/Take the region of the stack/);
      await vscode.textThatMatches(shop, /Value: !Ref AWS::Region\n/);
      await vscode.cursorAt(shop, '      Type: Stri');
      await vscode.quickFix(/Extract to a mapping/);
      const text = await vscode.textThatMatches(shop, /Type: !FindInMap \[StoreSettings, All, Type\]\n/);
      assert.match(text, /Mappings:\n {2}StoreSettings:\n {4}All:\n {6}Type: String\n/);
    });
    await check('the template is shown as it is deployed for a chosen value', async () => {
      await vscode.runCommand('Verdigris: Show Template as Deployed With…');
      await vscode.page.locator('.quick-input-list .monaco-list-row', { hasText: 'prod' }).click();
      await vscode.page.locator('.tabs-container .tab.active', { hasText: 'shop (prod).yaml' }).waitFor();
      const shown = vscode.page.locator('.editor-group-container.active .view-lines');
      await shown.getByText('TopicName: prod-alarm').waitFor();
      assert.doesNotMatch(await shown.innerText(), /Conditions:|IsProd/);
      await vscode.closeEditors();
    });
    await check('a new template is written by completion alone', async () => {
      const made = 'stack/new.template.yaml';
      await vscode.openFile(made);
      await vscode.complete('AWSTemplateFormatVersion');
      await vscode.page.keyboard.press('Enter');
      await vscode.complete('Resources');
      await vscode.typeText('sqsqueue');
      await vscode.complete('Queue');
      await vscode.page.keyboard.press('Tab');
      await vscode.page.keyboard.press('Enter');
      await vscode.complete('Properties');
      await vscode.typeText('vis');
      await vscode.complete('VisibilityTimeout');
      await vscode.typeText('60');
      await vscode.page.keyboard.press('Escape');
      const text = await vscode.textThatMatches(made, /VisibilityTimeout: 60/);
      assert.equal(
        text.trimEnd(),
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      VisibilityTimeout: 60",
      );
    });
  },
};

export default cloudformation;
