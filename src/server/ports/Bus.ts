/**
 * Fan-out to all links that follow a topic.
 *
 * INVARIANTS
 * - One publish is serialised once and is one frame per following link.
 * - Publishes of one caller to one topic arrive in order, and in order with what the link's own `notify` sends.
 * - `data` is JSON; the receiver never shares objects with the sender.
 */
export interface Bus {
  publish(topic: string, event: string, data: unknown): void;
}
