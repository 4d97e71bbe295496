import Stripe from 'stripe';

const stripe = new Stripe('key');
const customer = await stripe.customers.create({ name: 'Ada Lovelace', email: 'ada@example.com' });
console.log(await stripe.customers.retrieve(customer.id));
