import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hostPages } from '../../../scripts/pageHost.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Origin of the web host with the small apps of `test/e2e/apps`. */
    apps: string;
  }
}

/** The apps are built from the sources and hosted once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(import.meta.dirname, '../apps');
  const apps = readdirSync(folder).filter((name) => name.endsWith('.tsx'));
  const host = await hostPages(apps.map((name) => join(folder, name)));
  project.provide('apps', host.origin);
  return () => host.close();
}
