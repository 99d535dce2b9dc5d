import type { Given } from './build.ts';
import { type Case, MAC, newImage, newVersion, set, WEB, web } from './warning-case.ts';

export const CASES_1: readonly Case[] = [
  {
    code: 'plan/name-collision',
    language: 'cloudformation',
    blue: web({ Group: { ...(WEB.resources.Group as Given), names: { AutoScalingGroupName: 'web' } } }),
    edit: newImage,
    warns: [['high', 'Resources.Group']],
    unless: (given) => set(given, 'Group', { names: { AutoScalingGroupName: 'web-{AWS::StackName}' } }),
  },
  {
    code: 'plan/name-collision',
    language: 'macfile',
    blue: MAC,
    edit: (given) => set(given, 'app', { settings: { hardware: 'large' } }),
    warns: [['high', 'version']],
    unless: (given, side) => {
      if (side === 'green') given.version = '2';
    },
  },
  {
    code: 'plan/no-cut-over',
    language: 'cloudformation',
    blue: { resources: { Server: { type: 'AWS::EC2::Instance', settings: { ImageId: 'ami-1' } } } },
    edit: (given) => set(given, 'Server', { settings: { ImageId: 'ami-2' } }),
    warns: [['blocker', 'Resources.Server']],
    unless: (given) => {
      given.resources.Address = { type: 'AWS::EC2::EIPAssociation', needs: ['Server'] };
    },
  },
  {
    code: 'plan/router-replaced',
    language: 'cloudformation',
    blue: web({ Balancer: { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', settings: { Scheme: 'internal' } } }),
    edit: (given) => set(given, 'Balancer', { settings: { Scheme: 'internet-facing' } }),
    warns: [['high', 'Resources.Balancer']],
    unless: (given) => set(given, 'Balancer', { settings: { Scheme: 'internal' } }),
  },
  {
    code: 'plan/cut-over-inside-unit',
    language: 'macfile',
    blue: MAC,
    edit: newVersion,
    warns: [['high', 'infrastructures.dns']],
    unless: (given) => {
      delete given.resources.dns;
    },
  },
  {
    code: 'plan/shared-state-change',
    language: 'cloudformation',
    blue: web({ Db: { type: 'AWS::RDS::DBInstance', settings: { AllocatedStorage: '10' } } }),
    edit: (given) => {
      newImage(given);
      set(given, 'Db', { settings: { AllocatedStorage: '20' } });
    },
    warns: [['medium', 'Resources.Db']],
    unless: (given) => set(given, 'Db', { settings: { AllocatedStorage: '10' } }),
  },
  {
    code: 'plan/shared-state-change',
    language: 'cloudformation',
    blue: web({ Db: { type: 'AWS::RDS::DBInstance', settings: { DBName: 'a' } } }),
    edit: (given) => set(given, 'Db', { settings: { DBName: 'b' } }),
    warns: [['blocker', 'Resources.Db']],
    unless: (given) => set(given, 'Db', { settings: { DBName: 'a' } }),
  },
  {
    code: 'plan/shared-state-change',
    language: 'cloudformation',
    blue: web({ Db: { type: 'AWS::RDS::DBInstance', settings: { MultiAZ: 'false' } } }),
    edit: (given) => set(given, 'Db', { settings: { MultiAZ: 'true' } }),
    warns: [['high', 'Resources.Db']],
    unless: (given) => set(given, 'Db', { settings: { MultiAZ: 'true' } }),
  },
  {
    code: 'plan/no-retain',
    language: 'cloudformation',
    blue: web({ Table: { type: 'AWS::DynamoDB::Table', settings: { BillingMode: 'A' } } }),
    edit: (given) => set(given, 'Table', { settings: { BillingMode: 'B' } }),
    warns: [['medium', 'Resources.Table']],
    unless: (given) => set(given, 'Table', { guards: { retain: true } }),
  },
  {
    code: 'plan/no-retain',
    language: 'terraform',
    // A prevent_destroy that leaves the file with its block protects nothing: only a final snapshot does.
    blue: { resources: { 'aws_db_instance.orders': { type: 'aws_db_instance', guards: { preventDestroy: true } } } },
    edit: (given) => {
      delete given.resources['aws_db_instance.orders'];
      given.resources['aws_vpc.main'] = { type: 'aws_vpc' };
    },
    warns: [['blocker', 'aws_db_instance.orders']],
    unless: (given) => {
      if (given.resources['aws_db_instance.orders'])
        set(given, 'aws_db_instance.orders', { guards: { snapshot: true } });
    },
  },
  {
    code: 'plan/major-engine-upgrade',
    language: 'terraform',
    blue: {
      resources: {
        'aws_db_instance.a': { type: 'aws_db_instance', settings: { engine: 'mysql', engine_version: '5.7.44' } },
      },
    },
    edit: (given) => set(given, 'aws_db_instance.a', { settings: { engine_version: '8.0.36' } }),
    warns: [['blocker', 'aws_db_instance.a']],
    unless: (given) => set(given, 'aws_db_instance.a', { settings: { engine_version: '8.0.35' } }),
  },
  {
    code: 'plan/shared-mutation',
    language: 'cloudformation',
    blue: web({ Role: { type: 'AWS::IAM::Role', settings: { MaxSessionDuration: '1' } } }),
    edit: (given) => set(given, 'Role', { settings: { MaxSessionDuration: '2' } }),
    warns: [['medium', 'Resources.Role']],
    unless: (given) => set(given, 'Role', { settings: { MaxSessionDuration: '1' } }),
  },
  {
    code: 'plan/shared-mutation',
    language: 'cloudformation',
    blue: web({
      Net: { type: 'AWS::EC2::Subnet', settings: { CidrBlock: '10.0.0.0/24' } },
      Db: { type: 'AWS::RDS::DBInstance', needs: ['Net'] },
    }),
    edit: (given) => set(given, 'Net', { settings: { CidrBlock: '10.0.1.0/24' } }),
    warns: [['blocker', 'Resources.Net']],
    unless: (given) => set(given, 'Net', { settings: { CidrBlock: '10.0.0.0/24' } }),
  },
  {
    code: 'plan/no-destroy',
    language: 'macfile',
    blue: {
      ...MAC,
      resources: { ...MAC.resources, image: { type: 'aws ec2 create-image', needs: ['app'], destroyable: false } },
    },
    edit: newVersion,
    warns: [['medium', 'infrastructures.image']],
    unless: (given) => set(given, 'image', { destroyable: true }),
  },
  {
    code: 'plan/state-in-versioned-unit',
    language: 'macfile',
    blue: { ...MAC, resources: { ...MAC.resources, db: { type: 'aws rds create-db-instance' } } },
    edit: newVersion,
    warns: [['blocker', 'infrastructures.db']],
    unless: (given) => {
      delete given.resources.db;
    },
  },
  {
    code: 'plan/destroy-before-create',
    language: 'terraform',
    blue: { resources: { 'aws_instance.web': { type: 'aws_instance', settings: { ami: 'ami-1' } } } },
    edit: (given) => set(given, 'aws_instance.web', { settings: { ami: 'ami-2' } }),
    warns: [['high', 'aws_instance.web']],
    unless: (given) => set(given, 'aws_instance.web', { guards: { createBeforeDestroy: true } }),
  },
  {
    code: 'plan/managed-switch-over-unsupported',
    language: 'terraform',
    blue: {
      resources: {
        'aws_db_instance.a': {
          type: 'aws_db_instance',
          settings: { engine: 'postgres', engine_version: '14.1', manage_master_user_password: true },
        },
      },
    },
    edit: (given) => set(given, 'aws_db_instance.a', { settings: { engine_version: '15.1' } }),
    warns: [['high', 'aws_db_instance.a']],
    unless: (given) => set(given, 'aws_db_instance.a', { settings: { manage_master_user_password: false } }),
  },
];
