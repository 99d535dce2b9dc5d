import { cloudformation } from '../../server/core/languages/cloudformation/index.ts';
import { macfile } from '../../server/core/languages/macfile/index.ts';
import type { Language } from '../../server/core/languages/language.ts';

/** Languages that the pages of the rules are run with. */
export const LANGUAGES: readonly Language[] = [macfile, cloudformation];
