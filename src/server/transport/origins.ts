/** Which pages may connect: a list of origins, or all. */
export type Origins = readonly string[] | '*';

/** Whether a request's origin may connect. Programs that are no browsers send none and are let through. */
export function isOriginAllowed(origin: string | undefined, origins: Origins | 'loopback'): boolean {
  if (origin === undefined || origins === '*') return true;
  if (origins !== 'loopback') return origins.includes(origin);
  try {
    return isLoopbackHost(new URL(origin).hostname);
  } catch {
    return false;
  }
}

/** Whether a host is this machine only. */
export function isLoopbackHost(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    host === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}
