import { readFileSync } from 'node:fs';

/** Clock ticks a second, of Linux everywhere. */
const TICKS = 100;

/** The media workers that a process has started. Needs /proc. */
export function workersOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return children.filter((child) => readFileSync(`/proc/${child}/comm`, 'utf8').startsWith('mediasoup'));
}

/** Milliseconds of CPU that a process has used, without its children. Needs /proc. */
export function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
}

/** How many CPU milliseconds a second each of the processes takes, over `duration` ms. */
export async function cpuPerSecond(pids, duration) {
  const [before, started] = [pids.map(cpuOf), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, duration));
  const elapsed = performance.now() - started;
  return pids.map((pid, i) => ((cpuOf(pid) - before[i]) * 1_000) / elapsed);
}
