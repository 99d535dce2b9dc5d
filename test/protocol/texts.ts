/** Hand-made documents of the tests. */
export const SOUND = `mac: 1.0.0
description: A shop
name: shop
version: '1'
roles:
  web:
    instance create:
      bootstrap bash: |
        set -e
        systemctl start shop
infrastructures:
  web_inf:
    name: web
    location: europe-west1
    hardware: small
    provider: google
    role: web
  proof_inf:
    ready: role.web
`;

/** One reference to a role that does not exist. */
export const BROKEN = SOUND.replace('role: web', 'role: wep');

export const TEMPLATE = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeot: 60
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: mysql
      DBInstanceClass: db.t3.micro
      MasterUsername: shop
      ManageMasterUserPassword: true
      AllocatedStorage: '20'
`;

/** Not ours at all. */
export const FOREIGN = `apiVersion: v1
kind: Service
metadata:
  name: shop
`;
