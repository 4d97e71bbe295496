// `/_sandbox`: the page, what it reads, and its actions.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accountLabel } from '../engine/account.ts';
import type { Api } from '../engine/api.ts';
import { Refusal, type Reply } from '../engine/provider.ts';
import type { Internals, Sandbox } from '../sandbox.ts';
import { type Action, readAction } from './control-input.ts';
import { bytesOf, sendJson } from './exchange.ts';
import { isOwn } from './guard.ts';
import { page, pageHeaders } from './page.ts';
import { recordsOf } from './records.ts';
import { nextSteps, take } from './steps.ts';
import type { ControlToken } from './token.ts';

/** Longest body of an action, in bytes. */
const maxAction = 64 * 1024;

export interface ControlOptions {
  readonly sandbox: Sandbox;
  readonly internals: Internals;
  readonly token: ControlToken;
  /** Called after an action changed something. */
  changed(): void;
}

/** Answers requests below `/_sandbox`. */
export function createControl(options: ControlOptions) {
  const { sandbox, internals, token, changed } = options;
  const apis = Object.values(internals.apis);

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const { method } = request;
    if (path === '' || path === '/') {
      if (!allowed(['GET', 'HEAD'], method, response)) return;
      response.writeHead(200, pageHeaders);
      response.end(method === 'HEAD' ? undefined : page);
    } else if (path === '/state') {
      if (allowed(['GET'], method, response)) sendJson(response, 200, await stateOf());
    } else if (path === '/act') {
      if (allowed(['POST'], method, response)) await answerAction(request, response);
    } else sendJson(response, 404, { error: 'There is only /_sandbox, /_sandbox/state and /_sandbox/act.' });
  };

  async function answerAction(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { headers } = request;
    const { origin, host = '' } = headers;
    if (origin !== undefined && !isOwn(origin, host)) {
      return sendJson(response, 403, { error: 'Actions are taken from the page of the sandbox only.' });
    }
    if (!token.matches(headers['x-sandbox-token']?.toString())) {
      return sendJson(response, 401, { error: `Send the content of ${token.file} in the header x-sandbox-token.` });
    }
    if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
      return sendJson(response, 415, { error: 'The body must be application/json.' });
    }
    const bytes = await bytesOf(request, maxAction);
    if (!bytes) {
      response.setHeader('connection', 'close');
      return sendJson(response, 413, { error: `The body has more than ${maxAction} bytes.` });
    }
    try {
      const result = await act(readAction(new TextDecoder().decode(bytes)));
      changed();
      sendJson(response, 200, { done: true, ...result });
    } catch (error) {
      sendJson(response, 400, { error: error instanceof Refusal ? wordsOf(error.reply) : (error as Error).message });
    }
  }

  async function act(action: Action): Promise<object | undefined> {
    switch (action.action) {
      case 'advance':
        return sandbox.clock.advance(action.by).then(() => undefined);
      case 'fault': {
        const { provider, operation, times, fault } = action;
        // The fault is checked where it is added.
        sandbox.faults.add({ provider, operation, times, fault: fault as never });
        return undefined;
      }
      case 'clear-faults':
        sandbox.faults.clear();
        return undefined;
      case 'disturb': {
        const { kind, times, type, by } = action;
        sandbox.webhooks.disturb({ kind: kind as never, times, type, by });
        return undefined;
      }
      case 'subscribe': {
        const { provider, url, types, secret } = action;
        const account = accountOf(internals.apis[provider], action.account) ?? action.account;
        const { id } = sandbox.webhooks.subscribe({ provider, account, url, types, secret });
        return { id };
      }
      case 'unsubscribe':
        sandbox.webhooks.unsubscribe(action.id);
        return undefined;
      case 'redeliver':
        await sandbox.webhooks.redeliver(action.id);
        return undefined;
      case 'trigger':
        await sandbox.webhooks.trigger(action.type, { provider: action.provider, ...textsOf(action.reference) });
        return undefined;
      case 'step':
        return step(action);
      case 'reset': {
        const { provider, account } = action;
        const named = apis.map((api) => accountOf(api, account ?? '')).find((name) => name !== undefined);
        sandbox.reset(account === undefined ? { provider } : { provider, account: named ?? account });
        return undefined;
      }
    }
  }

  async function step(action: Extract<Action, { action: 'step' }>): Promise<undefined> {
    const { provider, account, kind, id, name, comment } = action;
    const api = internals.apis[provider];
    const chosen = nextSteps.find((entry) => entry.provider === provider && entry.kind === kind && entry.name === name);
    const known = accountOf(api, account);
    if (!chosen) throw new TypeError(`There is no step '${name}' for ${kind} of ${provider}.`);
    if (known === undefined) throw new TypeError(`${provider} has no records of '${account}'.`);
    await take(api, known, chosen, id, comment);
    await sandbox.settled();
  }

  async function stateOf(): Promise<object> {
    const accounts = apis.flatMap((api) =>
      [...api.states.all()].filter(([account]) => account !== '').map(([account, state]) => ({ api, account, state })),
    );
    const records = await Promise.all(accounts.slice(-20).map(({ api, account }) => recordsOf(api, account)));
    return {
      now: sandbox.clock.now(),
      accounts: accounts.map(({ api, account }) => ({ provider: api.name, account: accountLabel(account) })),
      records: records.flat(),
      requests: sandbox.requests().slice(-100),
      faults: sandbox.faults.list(),
      // Without what they are signed with.
      subscriptions: accounts.flatMap(({ api, account, state }) =>
        state.subscriptions.map(({ id, url, types }) => {
          return { provider: api.name, account: accountLabel(account), id, url, types };
        }),
      ),
      deliveries: sandbox.webhooks
        .list()
        .slice(-100)
        .map(({ account, ...delivery }) => ({ ...delivery, account: accountLabel(account) })),
    };
  }
}

/** What a refusal says, as text: problem details, a message, or the body as it is. */
function wordsOf({ body, text }: Reply): string {
  if (text !== undefined || typeof body === 'string') return text ?? String(body);
  const { detail, message } = (body ?? {}) as { readonly detail?: unknown; readonly message?: unknown };
  return String(detail ?? message ?? JSON.stringify(body));
}

/** The credential that is named, or that a label identifies. */
function accountOf(api: Api, label: string): string | undefined {
  if (api.states.has(label)) return label;
  return [...api.states.all()].map(([account]) => account).find((account) => accountLabel(account) === label);
}

function textsOf(reference: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reference).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function allowed(methods: readonly string[], method: string | undefined, response: ServerResponse): boolean {
  if (methods.includes(method ?? '')) return true;
  response.setHeader('allow', methods.join(', '));
  sendJson(response, 405, { error: `Only ${methods.join(', ')}.` });
  return false;
}
