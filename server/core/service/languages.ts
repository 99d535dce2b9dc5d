import { ansible } from '../languages/ansible/index.ts';
import { cloudformation } from '../languages/cloudformation/index.ts';
import type { Language } from '../languages/language.ts';
import { macfile } from '../languages/macfile/index.ts';
import { terraform } from '../languages/terraform/index.ts';
import type { LanguageId } from '../model/fact.ts';

/** Every language of the product. None knows another. */
export const LANGUAGES: readonly Language[] = [macfile, cloudformation, terraform, ansible];

export function languageBy(id: LanguageId | null): Language | undefined {
  return LANGUAGES.find((language) => language.id === id);
}
