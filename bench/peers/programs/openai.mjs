import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: 'key' });
const file = await openai.files.retrieve('id');
console.log(await openai.models.retrieve(file.id));
