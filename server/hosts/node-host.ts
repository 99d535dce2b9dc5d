import type { Host } from '../lsp/index.ts';
import { localToday } from './clock.ts';
import { installedCollections } from './collections.ts';
import { diskData, pagesFolder, productVersion } from './disk.ts';
import { diskFiles } from './files.ts';
import { collectGarbage } from './garbage.ts';
import { schemaDate } from './schema-date.ts';

/** A server's eyes on a machine with Node. */
export function nodeHost(): Host {
  const data = diskData();
  const pages = pagesFolder();
  return {
    name: 'verdigris',
    version: productVersion(),
    data,
    schemaDate: (language) => schemaDate(data, language),
    ...(pages ? { pages } : {}),
    today: localToday,
    now: () => performance.now(),
    later(milliseconds, work) {
      const timer = milliseconds > 0 ? setTimeout(work, milliseconds) : setImmediate(work);
      return () =>
        milliseconds > 0 ? clearTimeout(timer as NodeJS.Timeout) : clearImmediate(timer as NodeJS.Immediate);
    },
    tidy: collectGarbage,
    libraries: installedCollections(),
    files: diskFiles,
    async jsonSchema() {
      const { jsonSchemaDocuments } = await import('../jsonschema/index.ts');
      return jsonSchemaDocuments();
    },
  };
}
