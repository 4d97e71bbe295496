// The script of the page. It writes text only, never HTML, so nothing that was sent to the sandbox can become code.
export const script = `
'use strict';
const byId = (id) => document.getElementById(id);
const say = (text, bad) => { byId('message').textContent = text; byId('message').className = bad ? 'bad' : ''; };

const fragment = /^#token=(.+)$/.exec(location.hash);
if (fragment) {
  sessionStorage.setItem('token', fragment[1]);
  history.replaceState(null, '', location.pathname);
}

async function act(action) {
  const token = sessionStorage.getItem('token');
  if (!token) return say('Actions need the token. The terminal names the file that holds it.', true);
  const response = await fetch('/_sandbox/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sandbox-token': token },
    body: JSON.stringify(action),
  });
  const body = await response.json();
  say(response.ok ? 'Done.' : String(body.error), !response.ok);
  await show();
}

function cell(row, content, className) {
  const td = row.insertCell();
  if (className) td.className = className;
  if (content instanceof Node) td.append(content);
  else td.textContent = content === undefined || content === null ? '' : String(content);
  return td;
}

function table(id, heads, rows, fill) {
  const element = byId(id);
  element.replaceChildren();
  if (rows.length === 0) return;
  const head = element.createTHead().insertRow();
  for (const text of heads) {
    const th = document.createElement('th');
    th.textContent = text;
    head.append(th);
  }
  const body = element.createTBody();
  for (const entry of rows) fill(body.insertRow(), entry);
}

function button(text, run) {
  const element = document.createElement('button');
  element.textContent = text;
  element.addEventListener('click', run);
  return element;
}

const time = (text) => text.slice(11, 23);

function stepButtons({ provider, account, kind, id, steps }) {
  const buttons = document.createDocumentFragment();
  for (const { name, comment } of steps) {
    buttons.append(button(name, () => {
      const said = comment ? prompt('Comment') : undefined;
      if (said === null) return;
      act({ action: 'step', provider, account, kind, id, name, ...(said ? { comment: said } : {}) });
    }));
  }
  return buttons;
}

let last = '';
async function show() {
  const response = await fetch('/_sandbox/state');
  if (!response.ok) return say('The sandbox does not answer.', true);
  const text = await response.text();
  const state = JSON.parse(text);
  byId('now').textContent = state.now;
  // Only what has changed, so that a button does not vanish below the pointer.
  const { now, ...rest } = state;
  const key = JSON.stringify(rest);
  if (key === last) return;
  last = key;

  table('records', ['record', 'id', '', 'stage', 'next step'], state.records, (row, entry) => {
    cell(row, entry.provider + ' ' + entry.kind);
    cell(row, entry.id);
    cell(row, entry.title);
    cell(row, entry.stage);
    cell(row, stepButtons(entry));
    row.dataset.kind = entry.kind;
  });
  table('requests', ['time', 'status', 'request', 'operation', 'ms', 'nothing used'], state.requests.reverse(), (row, entry) => {
    cell(row, time(entry.at));
    cell(row, (entry.status ?? 'reset') + (entry.replayed ? ' replayed' : '') + (entry.fault ? ' fault' : ''), entry.status >= 400 ? 'bad' : '');
    cell(row, entry.method + ' ' + entry.path);
    cell(row, entry.operation);
    cell(row, entry.duration.toFixed(1));
    cell(row, entry.unused.join(', '), 'unused');
  });
  table('subscriptions', ['subscription', 'credential', 'address', 'types', ''], state.subscriptions, (row, entry) => {
    cell(row, entry.provider);
    cell(row, entry.account);
    cell(row, entry.url);
    cell(row, (entry.types ?? ['all']).join(', '));
    cell(row, button('Remove', () => act({ action: 'unsubscribe', id: entry.id })));
  });
  table('deliveries', ['delivery', 'state', 'attempts', ''], state.deliveries.reverse(), (row, entry) => {
    cell(row, entry.type);
    cell(row, entry.state, entry.state === 'failed' ? 'bad' : '');
    cell(row, entry.attempts.map(({ status, error }) => status ?? error).join(', '));
    cell(row, button('Redeliver', () => act({ action: 'redeliver', id: entry.id })));
  });
  table('faults', ['operation', 'fault', 'left'], state.faults, (row, entry) => {
    cell(row, entry.operation);
    cell(row, JSON.stringify(entry.fault));
    cell(row, entry.left);
  });
  const select = byId('subscribe').elements.account;
  const chosen = select.value;
  select.replaceChildren(...state.accounts.map(({ provider, account }) => new Option(provider + ' ' + account)));
  if (chosen) select.value = chosen;
}

function onSubmit(id, run) {
  byId(id).addEventListener('submit', (event) => {
    event.preventDefault();
    run(Object.fromEntries(new FormData(event.target)), event.target);
  });
}
onSubmit('advance', ({ by }) => act({ action: 'advance', by }));
onSubmit('token', ({ token }, form) => {
  sessionStorage.setItem('token', token.trim());
  form.reset();
  say('The token is used until this tab is closed.');
});
onSubmit('subscribe', ({ account, url }) => {
  const [provider, label] = account.split(' ');
  act({ action: 'subscribe', provider, account: label, url });
});
onSubmit('fault', ({ operation, times, fault }) =>
  act({ action: 'fault', operation, times: Number(times), fault: JSON.parse(fault) }));
byId('clear-faults').addEventListener('click', () => act({ action: 'clear-faults' }));

const poll = () => show().catch(() => say('The sandbox does not answer.', true)).finally(() => setTimeout(poll, 1000));
poll();
`;
