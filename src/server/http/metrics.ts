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

/** All from the protocol's own names, so there are few. */
type AnswerLabels = Record<'namespace' | 'event', string> & { errcode: number };

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
  // Counted apart from the registry, which would put the labels together and look them up again for each answer: at a hundred
  // sockets a room's fan-out took a sixth more of the server's time that way (`npm run bench -- fanout`).
  const answers = new Map<string, { labels: AnswerLabels; count: number }>();
  new prometheus.Counter({
    name: 'hummer_answers_total',
    help: 'Answered requests by event and errcode, 0 for a success',
    labelNames: ['namespace', 'event', 'errcode'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { labels, count } of answers.values()) this.inc(labels, count);
    },
  });
  return {
    contentType: registry.contentType,
    answered(namespace, event, errcode) {
      const key = `${namespace} ${event} ${errcode}`;
      const answer = answers.get(key);
      if (answer) answer.count++;
      else answers.set(key, { labels: { namespace, event, errcode }, count: 1 });
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
