// What a user sees on a mistake: one error, on the line of the mistake, that names it.
import { testMistakes } from '@org/test-kit/programs';

const before = [
  "import { createPaxosClient, type Paxos } from '@org/paxos-sdk';",
  "import { uploadIdentityDocument } from '@org/paxos-sdk/identity';",
  "const paxos = createPaxosClient({ environment: 'sandbox', scopes: [] });",
];

testMistakes(import.meta.url, before, [
  [
    'an operation that does not exist',
    "paxos.transfers.getTransfers({ path: { id: 'x' } });",
    "Property 'getTransfers' does not exist on type 'TransfersOperations'. Did you mean 'getTransfer'?",
  ],
  [
    'a group that does not exist',
    'paxos.transfer;',
    "Property 'transfer' does not exist on type 'PaxosClient'. Did you mean 'transfers'?",
  ],
  [
    'a path parameter that is missing',
    'paxos.transfers.getTransfer({ path: {} });',
    "Property 'id' is missing in type '{}' but required in type '{ id: string; }'.",
  ],
  [
    'an option that does not exist',
    "paxos.transfers.getTransfer({ path: { id: 'x' } }, { retries: 3 });",
    "Object literal may only specify known properties, and 'retries' does not exist in type 'CallOptions'.",
  ],
  [
    'a scope that does not exist',
    "createPaxosClient({ environment: 'sandbox', scopes: ['identity:read_everything'] });",
    `Type '"identity:read_everything"' is not assignable to type 'PaxosScope'.`,
  ],
  [
    'a type that does not exist',
    'type Typo = Paxos.Trasnfer;',
    "'Paxos' has no exported member named 'Trasnfer'. Did you mean 'Transfer'?",
  ],
  [
    'a path that does not exist',
    "paxos.GET('/transfer/transfer/{id}', { params: { path: { id: 'x' } } });",
    `Argument of type '"/transfer/transfer/{id}"' is not assignable to parameter of type 'PathsWithMethod<paths, "get">'.`,
  ],
  [
    'a value that may not be sent',
    "paxos.identityControls.createIdentityControl({ body: { identity_id: 'x', type: 'FROZEN', reason_code: 'OTHER' } });",
    `Type '"FROZEN"' is not assignable to type 'ClientIdentityControlType'.`,
  ],
  [
    'a misspelt network of a refund',
    "paxos.cryptoWithdrawals.createCryptoWithdrawal({ body: { profile_id: 'p', asset: 'USDG', amount: '1', destination_address: '0x', crypto_network: 'ETHERUM' } });",
    `Type '"ETHERUM"' is not assignable to type 'CryptoNetwork'. Did you mean '"ETHEREUM"'?`,
  ],
  [
    'a misspelt market of an order',
    "paxos.orders.createOrder({ path: { profile_id: 'p' }, body: { market: 'BTCUDS', side: 'BUY', type: 'MARKET' } });",
    `Type '"BTCUDS"' is not assignable to type 'Market'. Did you mean '"BTCUSD"'?`,
  ],
  [
    'a string from elsewhere as a market',
    "paxos.orders.createOrder({ path: { profile_id: 'p' }, body: { market: String('BTCUSD'), side: 'BUY', type: 'MARKET' } });",
    "Type 'string' is not assignable to type 'Market'.",
  ],
  [
    'a body field that is missing',
    "paxos.orders.createOrder({ path: { profile_id: 'p' }, body: { side: 'BUY', type: 'MARKET' } });",
    `Property 'market' is missing in type '{ side: "BUY"; type: "MARKET"; }' but required in type 'CreateOrderRequest'.`,
  ],
  [
    'a misspelt type of an announced document',
    "paxos.identityDocuments.documentUpload({ path: { identity_id: 'i' }, body: { name: 'a.pdf', document_types: ['PROOF_OF_RESIDENCE'] } });",
    `Type '"PROOF_OF_RESIDENCE"' is not assignable to type 'DocumentType'. Did you mean '"PROOF_OF_RESIDENCY"'?`,
  ],
  [
    'a misspelt type of an uploaded document',
    "uploadIdentityDocument(paxos, { identityId: 'i', name: 'a.pdf', data: new Uint8Array(), documentTypes: ['PROOF_OF_RESIDENCE'] });",
    `Type '"PROOF_OF_RESIDENCE"' is not assignable to type 'DocumentType'. Did you mean '"PROOF_OF_RESIDENCY"'?`,
  ],
]);
