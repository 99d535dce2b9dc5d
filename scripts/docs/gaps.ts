import type { LanguageId } from '../../server/core/model/fact.ts';

/** An idea of the catalogue that is not built for a language, and why. */
export interface Gap {
  readonly rule: string;
  readonly languages: readonly LanguageId[];
  readonly why: string;
}

/** Everything of the catalogue that is left out; a language stands here or among the rule's own. */
export const GAPS: readonly Gap[] = [
  {
    rule: 'admin-task-reuses-image',
    languages: ['macfile'],
    why: 'a role that is started to run one script and then destroyed looks like any other role: what it runs is inside the machine',
  },
  {
    rule: 'auto-rollback-required',
    languages: ['macfile'],
    why: 'a run of `mac` has no roll-back to switch on; resource-without-destroy reports what has no way back',
  },
  {
    rule: 'dev-prod-engine-drift',
    languages: ['macfile', 'ansible'],
    why: 'environments are separate files here, and nothing in them says which belong together: versions that differ may be meant',
  },
  {
    rule: 'no-brownfield-without-retirement',
    languages: [],
    why: 'it is about exports of ManageIQ, which are not read',
  },
  {
    rule: 'no-fixed-placement',
    languages: ['macfile'],
    why: 'a Macfile has no setting for an address or a host; a zone that is written in is reported by no-hardcoded-region',
  },
  {
    rule: 'no-weighted-cutover',
    languages: ['macfile'],
    why: 'one command registers servers at one load balancer, and whether weights exist is decided where that was made',
  },
  {
    rule: 'pin-os-release',
    languages: ['ansible'],
    why: 'boxes stand in files of Vagrant and Molecule, which are not read, and which are tests',
  },
  {
    rule: 'prefer-blue-green-deployment',
    languages: ['ansible'],
    why: 'no collection has a module for a deployment group of CodeDeploy or an environment of Elastic Beanstalk any more',
  },
  {
    rule: 'registration-before-health',
    languages: ['cloudformation'],
    why: 'a group registers its servers itself; creation-signal-missing reports what does not wait for them',
  },
  {
    rule: 'undocumented-input',
    languages: ['macfile', 'ansible'],
    why: 'inputs are not declared there, so there is no place for a description; ansible-lint asks for the argument specification of a role',
  },
];
