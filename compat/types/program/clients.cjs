// Clients of the packed packages whose requests all succeed, and which count them.
const { createIronClient } = require('@org/iron-sdk');
const { createPaxosClient } = require('@org/paxos-sdk');

exports.makeClients = () => {
  const requests = [];
  const fetch = async (url) => {
    requests.push(url);
    const token = { access_token: 't', token_type: 'bearer', expires_in: 3600 };
    return Response.json(/token/.test(url) ? token : { id: 'real' });
  };
  return {
    requests,
    iron: createIronClient({ apiKey: 'k', environment: 'sandbox', fetch }),
    paxos: createPaxosClient({ clientId: 'i', clientSecret: 's', scopes: ['transfer:read_transfer'], environment: 'sandbox', fetch }),
  };
};

/** Each kind of method: the object that has it, its name, and the arguments of a call that succeeds. */
exports.methodsOf = ({ iron, paxos }) => [
  [iron.customer, 'getCustomerById', [{ path: { id: 'c' } }]],
  [paxos.transfers, 'getTransfer', [{ path: { id: 't' } }]],
  [iron, 'GET', ['/customers/{id}', { params: { path: { id: 'c' } } }]],
];

/** The id that a call of either kind of method returned. */
exports.idOf = async (call) => {
  const result = await call;
  return 'data' in result ? result.data.id : result.id;
};
