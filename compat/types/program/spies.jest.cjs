const { idOf, makeClients, methodsOf } = require('./clients.cjs');

const clients = makeClients();

afterEach(() => jest.restoreAllMocks());

test.each(methodsOf(clients))('stubs a method, and restores it: %#', async (group, name, args) => {
  const before = clients.requests.length;
  const stub = jest.spyOn(group, name).mockResolvedValue({ id: 'stubbed' });
  expect(await idOf(group[name](...args))).toBe('stubbed');
  expect(stub).toHaveBeenCalledWith(...args);
  expect(clients.requests).toHaveLength(before);
  jest.restoreAllMocks();
  expect(await idOf(group[name](...args))).toBe('real');
  expect(clients.requests.length).toBeGreaterThan(before);
});

test('watches a method that goes on working', async () => {
  const spy = jest.spyOn(clients.iron.customer, 'getCustomerById');
  expect(await idOf(clients.iron.customer.getCustomerById({ path: { id: 'c' } }))).toBe('real');
  expect(spy).toHaveBeenCalledTimes(1);
});
