import { ansible } from '../../server/core/languages/ansible/index.ts';
import { cloudformation } from '../../server/core/languages/cloudformation/index.ts';
import type { Language } from '../../server/core/languages/language.ts';
import { macfile } from '../../server/core/languages/macfile/index.ts';
import { terraform } from '../../server/core/languages/terraform/index.ts';

/** Languages that the pages of the rules are run with. */
export const LANGUAGES: readonly Language[] = [macfile, cloudformation, ansible, terraform];
