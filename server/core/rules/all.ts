import type { AnyRule } from './define.ts';
import noHardcodedIp from './snowflake/no-hardcoded-ip.ts';
import resourceWithoutDestroy from './snowflake/resource-without-destroy.ts';
import noLatestTag from './twelve-factor/no-latest-tag.ts';

/** Every rule, sorted by id. */
export const ALL_RULES: readonly AnyRule[] = [noHardcodedIp, noLatestTag, resourceWithoutDestroy];
