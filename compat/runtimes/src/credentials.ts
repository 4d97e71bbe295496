// What the program gives the SDKs and nobody may ever see printed.
export const credentials = {
  apiKey: 'iron-key-5f1c0c7e',
  clientId: 'runtime-client',
  clientSecret: 'paxos-secret-91ab23',
  /** The token server's tokens begin so. */
  token: 'paxos-token-77d0e4',
  webhookSecret: 'webhook-secret-3c55d1',
  eventKey: 'event-key-0b61f2',
  /** Personal data: sent in bodies, and echoed by errors. */
  email: 'ada.planted@example.com',
} as const;
