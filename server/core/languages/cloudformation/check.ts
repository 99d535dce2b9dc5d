import type { Finding } from '../../model/finding.ts';
import type { DataSource } from '../../schema/data.ts';
import { checkConditions } from './check-conditions.ts';
import { checkIdentity } from './check-identity.ts';
import { checkInit } from './check-init.ts';
import { checkNetworks } from './check-networks.ts';
import { checkNotation } from './check-notation.ts';
import { checkPolicies } from './check-policy.ts';
import { checkResourcePolicies } from './check-resource-policies.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSections } from './check-sections.ts';
import { checkServerless } from './check-serverless.ts';
import { checkServices } from './check-services.ts';
import { checkTexts } from './check-texts.ts';
import { checkWiring } from './check-wiring.ts';
import type { CheckContext } from './context.ts';
import { checkFunctions } from './functions.ts';
import { checkGraph } from './graph.ts';
import { checkNames } from './names.ts';
import { checkDeclarations } from './parameters.ts';
import { checkProperties } from './properties.ts';
import type { CfnReading } from './reading.ts';
import { cfnSchema } from './schema.ts';
import { checkStructure } from './structure.ts';

/** Findings of one template alone, in no particular order. */
export function checkTemplate(reading: CfnReading, data: DataSource): readonly Finding[] {
  const { template, names, uses, tree } = reading;
  const findings: Finding[] = [];
  const context: CheckContext = {
    template,
    names,
    schema: cfnSchema(data),
    complete: (tree.tier === 'fast' || tree.notation === 'json') && !template.unknownMacro,
    add: (finding) => findings.push(finding),
  };
  checkStructure(context);
  for (const resource of template.resources) {
    if (resource.again) continue;
    checkProperties(context, resource);
    checkServices(context, resource);
    checkPolicies(context, resource);
    checkResourcePolicies(context, resource);
    checkInit(context, resource);
  }
  checkDeclarations(context);
  checkFunctions(context);
  checkNames(context, uses);
  checkSections(context, uses);
  checkTexts(context);
  if (context.complete) checkSecrets(context, uses);
  checkNotation(context);
  if (context.complete) checkIdentity(context);
  if (context.complete) checkNetworks(context);
  if (context.complete) checkWiring(context);
  checkServerless(context);
  if (context.complete) checkGraph(context, uses);
  if (context.complete) checkConditions(context, uses);
  return findings;
}
