import type { MediaStats } from '../domain/media/mediaNamespace.js';

/** Numbers of the running server. @public */
export interface ServerStats {
  /** Connections of the transport; one may carry both namespaces. */
  connections: number;
  /** Sessions with a link, and all sessions, those in their grace included. */
  linkedSessions: number;
  sessions: number;
  rooms: number;
  members: number;
  inboxes: number;
  streamEntries: number;
  streamBytes: number;
  /** Results that are remembered for repeated requests. */
  remembered: number;
  /** Invitations that still ring, and all that are kept. */
  openInvitations: number;
  invitations: number;
  /** Null without media. */
  media: MediaStats | null;
}

/** Text in the format of Prometheus. */
export interface Metrics {
  readonly contentType: string;
  /** Counts an answer. */
  answered(namespace: string, event: string, errcode: number): void;
  text(): Promise<string>;
}

const HELP: Record<Exclude<keyof ServerStats, 'media'>, string> = {
  connections: 'Open connections of the transport',
  linkedSessions: 'Sessions with a link to this process',
  sessions: 'Sessions, those in their grace included',
  rooms: 'Rooms',
  members: 'Members of all rooms',
  inboxes: 'Inboxes of users',
  streamEntries: 'Entries kept for recovery',
  streamBytes: 'Bytes kept for recovery',
  remembered: 'Results kept for repeated requests',
  openInvitations: 'Invitations that still ring',
  invitations: 'Invitations, those kept after their end included',
};

/** Metrics over prom-client, or null if it is not installed. */
export async function createMetrics(stats: () => Promise<ServerStats>): Promise<Metrics | null> {
  const prometheus = await import('prom-client').catch(() => null);
  if (!prometheus) return null;
  const registry = new prometheus.Registry();
  prometheus.collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) => new prometheus.Gauge({ name, help, registers: [registry] });
  const gauges = Object.entries(HELP).map(([key, help]) => ({
    gauge: gauge(`hummer_${snake(key)}`, help),
    read: (current: ServerStats) => current[key as keyof typeof HELP],
  }));
  const media = new prometheus.Gauge({
    name: 'hummer_media_objects',
    help: 'Objects of the media server by kind',
    labelNames: ['kind'],
    registers: [registry],
  });
  const answers = new prometheus.Counter({
    name: 'hummer_answers_total',
    help: 'Answered requests by event and errcode, 0 for a success',
    labelNames: ['namespace', 'event', 'errcode'],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    answered(namespace, event, errcode) {
      answers.inc({ namespace, event, errcode });
    },
    async text() {
      const current = await stats();
      for (const { gauge, read } of gauges) gauge.set(read(current));
      for (const [kind, count] of Object.entries(current.media ?? {}))
        media.set({ kind: snake(kind) }, Number(count));
      return registry.metrics();
    },
  };
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
