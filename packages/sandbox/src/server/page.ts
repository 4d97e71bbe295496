// The page: one document without any outside request. Its policy lets the browser run this script only.
import { createHash } from 'node:crypto';
import { script } from './page-script.ts';
import { style } from './page-style.ts';

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export const page: string = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sandbox</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
  <h1>Sandbox</h1>
  <time id="now"></time>
  <form id="advance"><input name="by" value="1h" size="6" aria-label="Advance by"><button>Advance time</button></form>
  <form id="token"><input name="token" type="password" placeholder="token" autocomplete="off" aria-label="Token"><button>Use token</button></form>
</header>
<p id="message" role="status"></p>
<main>
  <section><h2>Records</h2><table id="records"></table></section>
  <section><h2>Requests</h2><table id="requests"></table></section>
  <section><h2>Webhooks</h2>
    <form id="subscribe">
      <select name="account" aria-label="Credential"></select>
      <input name="url" type="url" placeholder="http://127.0.0.1:3000/webhooks" required aria-label="Address">
      <button>Subscribe</button>
    </form>
    <table id="subscriptions"></table><table id="deliveries"></table></section>
  <section><h2>Faults</h2>
    <form id="fault">
      <input name="operation" placeholder="operation, or *" required aria-label="Operation">
      <input name="times" type="number" min="1" value="1" aria-label="Times">
      <select name="fault" aria-label="Fault">
        <option value='{"kind":"status","status":503}'>503</option>
        <option value='{"kind":"status","status":429,"retryAfter":5}'>429, Retry-After 5</option>
        <option value='{"kind":"reset","when":"before"}'>reset before the work</option>
        <option value='{"kind":"reset","when":"after"}'>reset after the work</option>
        <option value='{"kind":"truncated"}'>truncated body</option>
        <option value='{"kind":"html"}'>HTML</option>
        <option value='{"kind":"expired-token"}'>expired token</option>
        <option value='{"kind":"delay","ms":5000}'>delay of 5 s</option>
      </select>
      <button>Add</button><button type="button" id="clear-faults">Clear</button>
    </form>
    <table id="faults"></table></section>
</main>
<script>${script}</script>
</body>
</html>
`;

const policy = [
  `default-src 'none'`,
  `script-src ${digest(script)}`,
  `style-src ${digest(style)}`,
  `connect-src 'self'`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policy,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
