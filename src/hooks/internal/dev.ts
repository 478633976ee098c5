import { shallow } from './shallow.js';

/** Only the one name that bundlers replace: the browser lanes know nothing else of Node. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * True in development; a browser without `process` counts as production. A warning asks `DEV` and then
 * `process.env.NODE_ENV`, which bundlers make a constant, so that its text is dropped.
 */
const DEV: boolean = /* @__PURE__ */ development();

function development(): boolean {
  try {
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}

const warned = /* @__PURE__ */ new WeakMap<object, Set<string>>();

/** Says something on the console, once for each client and topic. */
function once(client: object, topic: string, text: string): void {
  let topics = warned.get(client);
  if (!topics) warned.set(client, (topics = new Set()));
  if (topics.has(topic)) return;
  topics.add(topic);
  console.warn(`hummer-react: ${text}`);
}

/** Somebody reads a room that nobody has joined. */
export function warnNoMember(client: object, hook: string, roomId: string): void {
  if (DEV && process.env.NODE_ENV !== 'production') {
    once(
      client,
      `no member of ${roomId}`,
      `${hook} reads the room '${roomId}', but nothing here joins it. Render <HummerRoom roomId="${roomId}"> or call useRoom('${roomId}').`,
    );
  }
}

/** A second caller wants other options of something shared: the first caller's count. */
export function warnConflict(client: object, hook: string, target: string, option: string): void {
  if (DEV && process.env.NODE_ENV !== 'production') {
    once(
      client,
      `${option} of ${target}`,
      `${hook} of '${target}' is used twice with different '${option}': the first one counts. Give both the same.`,
    );
  }
}

/** A prop that only counts when the client is made. */
export function warnFixedProp(client: object, prop: string): void {
  if (DEV && process.env.NODE_ENV !== 'production') {
    once(
      client,
      prop,
      `<HummerProvider ${prop}> was added or removed, which a living client cannot follow: use a 'key' to make a new one.`,
    );
  }
}

interface Holder {
  readonly options: Readonly<Record<string, unknown>>;
}
const holders = /* @__PURE__ */ new WeakMap<object, Map<string, Set<Holder>>>();

/**
 * Notes who holds something shared, to warn of a second holder with other options and of readers without a holder. An
 * option that is not named agrees with any.
 * Costs nothing in production.
 */
export function noteHolder(
  client: object,
  hook: string,
  key: string,
  options: Readonly<Record<string, unknown>>,
): () => void {
  if (!DEV || process.env.NODE_ENV === 'production') return () => undefined;
  let all = holders.get(client);
  if (!all) holders.set(client, (all = new Map<string, Set<Holder>>()));
  let set = all.get(key);
  if (!set) all.set(key, (set = new Set()));
  for (const [name, value] of Object.entries(options)) {
    const first = [...set].find((other) => other.options[name] !== undefined);
    if (first && value !== undefined && !shallow(first.options[name], value))
      warnConflict(client, hook, key, name);
  }
  const holder: Holder = { options };
  set.add(holder);
  return () => {
    set.delete(holder);
    if (set.size === 0) all.delete(key);
  };
}

/** Warns if nobody holds `key` once the effects of this commit have run, and the reader is still there then. */
export function noteReader(client: object, hook: string, key: string, roomId: string): () => void {
  let reading = DEV && process.env.NODE_ENV !== 'production';
  if (reading) {
    queueMicrotask(() => {
      if (reading && !holders.get(client)?.has(key)) warnNoMember(client, hook, roomId);
    });
  }
  return () => {
    reading = false;
  };
}
