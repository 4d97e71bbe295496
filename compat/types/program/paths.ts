// What path methods and operation methods return, exported without annotations: the compiler has to name every type.
import { createIronClient } from '@org/iron-sdk';
import { createIronPathClient } from '@org/iron-sdk/paths';
import { createPaxosClient } from '@org/paxos-sdk';
import { createPaxosPathClient } from '@org/paxos-sdk/paths';

export const iron = createIronClient({ apiKey: 'k', environment: 'sandbox' });
export const ironPaths = createIronPathClient({ apiKey: 'k', environment: 'sandbox' });
export const paxos = createPaxosClient({ environment: 'sandbox', scopes: [] });
export const paxosPaths = createPaxosPathClient({ environment: 'sandbox', scopes: [] });

const byId = (id: string) => ({ params: { path: { id } } });
export const customer = (id: string) => iron.GET('/customers/{id}', byId(id));
export const customerByPath = (id: string) => ironPaths.GET('/customers/{id}', byId(id));
export const identity = (id: string) => paxos.GET('/identity/identities/{id}', byId(id));
export const identityData = async (id: string) => (await paxosPaths.GET('/identity/identities/{id}', byId(id))).data;
export const get = iron.GET;
export const post = paxosPaths.POST;

export const group = iron.customer;
export const method = paxos.orders.createOrder;
export const call = (id: string) => iron.customer.getCustomerById({ path: { id } });
export const result = (id: string) => iron.customer.getCustomerById({ path: { id } }).result();
export const response = (id: string) => iron.customer.getCustomerById({ path: { id } }).withResponse();
export const list = () => paxos.transfers.listTransfers();
export const pages = () => iron.customer.getAllCustomers().pages();
