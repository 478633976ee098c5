import type { Plugin } from 'esbuild';

export interface PageHost {
  readonly origin: string;
  close(): Promise<void>;
}
export declare function hostPages(
  entryPoints: readonly string[],
  options?: { production?: boolean; plugins?: Plugin[] },
): Promise<PageHost>;
