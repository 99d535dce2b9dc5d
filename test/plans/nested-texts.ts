import { lines, type Texts } from './fixed.ts';

export const ROOT = '/w/root.yaml';

/** A parent that hands a network and an image down to its stacks. */
export const root = ({ image = 'ami-1', more = [] as readonly string[], app = './app/app.yaml' } = {}): string =>
  lines(
    'Parameters:',
    `  Image: { Type: String, Default: ${image} }`,
    'Resources:',
    '  Network:',
    '    Type: AWS::CloudFormation::Stack',
    '    Properties: { TemplateURL: network.yaml }',
    '  App:',
    '    Type: AWS::CloudFormation::Stack',
    '    Properties:',
    `      TemplateURL: ${app}`,
    '      Parameters:',
    '        Vpc: !GetAtt Network.Outputs.Vpc',
    '        Image: !Ref Image',
    '  Data:',
    '    Type: AWS::CloudFormation::Stack',
    '    Properties: { TemplateURL: ./data.yaml }',
    ...more,
  );

export const NETWORK = lines(
  'Resources:',
  '  Vpc:',
  '    Type: AWS::EC2::VPC',
  '    Properties: { CidrBlock: 10.0.0.0/16 }',
  'Outputs:',
  '  Vpc: { Value: !Ref Vpc }',
);

/** A server behind a target group; with `listener` the switch is in the same stack. */
export const app = ({ listener = true, more = [] as readonly string[] } = {}): string =>
  lines(
    'Parameters:',
    '  Vpc: { Type: String }',
    '  Image: { Type: String }',
    'Resources:',
    '  Server:',
    '    Type: AWS::EC2::Instance',
    '    Properties: { ImageId: !Ref Image }',
    '  Targets:',
    '    Type: AWS::ElasticLoadBalancingV2::TargetGroup',
    '    Properties:',
    '      VpcId: !Ref Vpc',
    '      Targets: [{ Id: !Ref Server }]',
    ...(listener
      ? [
          '  Listener:',
          '    Type: AWS::ElasticLoadBalancingV2::Listener',
          '    Properties:',
          '      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]',
        ]
      : []),
    ...more,
    'Outputs:',
    '  Targets: { Value: !Ref Targets }',
  );

export const data = ({ name = 'orders', policies = false } = {}): string =>
  lines(
    'Resources:',
    '  Db:',
    '    Type: AWS::RDS::DBInstance',
    ...(policies ? ['    DeletionPolicy: Snapshot', '    UpdateReplacePolicy: Snapshot'] : []),
    `    Properties: { DBName: ${name}, Engine: postgres }`,
  );

export const unit = (texts: Partial<Record<'root' | 'network' | 'app' | 'data', string>> = {}): Texts => ({
  [ROOT]: texts.root ?? root(),
  '/w/network.yaml': texts.network ?? NETWORK,
  '/w/app/app.yaml': texts.app ?? app(),
  '/w/data.yaml': texts.data ?? data(),
});
