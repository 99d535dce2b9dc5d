import type { Fact, Resource } from '../../model/fact.ts';
import type { DataSource } from '../../schema/data.ts';
import type { CfnReading } from './reading.ts';

/** Images, scripts, firewall openings, secrets, environment of one resource. */
export function detailFacts(_resource: Resource, _reading: CfnReading, _data: DataSource): Fact[] {
  return [];
}
