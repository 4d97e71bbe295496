/** The contract of the test's provider, as openapi-typescript would write it. */
export interface paths {
  '/customers': {
    get: {
      parameters: { query?: { status?: string[]; type?: string[]; cursor?: string } };
      responses: Ok<CustomerPage>;
    };
    post: {
      parameters: { header?: { 'IDEMPOTENCY-KEY'?: string } };
      requestBody: { content: { 'application/json': { name: string } } };
      responses: Ok<Customer> & { 409: { content: { 'application/json': string } } };
    };
  };
  '/fees': { get: { parameters: { query?: never }; responses: Ok<{ fees: string[] }> } };
  '/customers/{id}': {
    get: { parameters: { path: { id: string } }; responses: Ok<Customer> };
    put: {
      parameters: { path: { id: string } };
      requestBody: { content: { 'application/json': { name: string } } };
      responses: Ok<Customer>;
    };
    patch: {
      parameters: { path: { id: string } };
      requestBody: { content: { 'application/json': { name: string } } };
      responses: Ok<Customer>;
    };
    delete: { parameters: { path: { id: string } }; responses: { 204: { content?: never } } };
  };
  '/transfers': {
    post: {
      requestBody: { content: { 'application/json': { ref_id?: string; amount: string } } };
      responses: Ok<Transfer>;
    };
  };
  '/sandbox/{id}/approve': {
    post: { parameters: { path: { id: string } }; responses: { 204: { content?: never } } };
  };
}

type Ok<Body> = { 200: { content: { 'application/json': Body } } };

export interface Customer {
  id: string;
  name?: string;
}

export interface CustomerPage {
  items: Customer[];
  cursor?: string | null;
}

export interface Transfer {
  id: string;
  ref_id?: string;
  amount?: string;
}
