// node clients.mjs CLIENT '[{"scenario":"success","mode":"plain","url":"http://127.0.0.1:…"}, …]'
// Makes each call with one client, all at once, and prints one JSON array: text, or what was thrown.
const model = 'claude-opus-5-5';
const schema = { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] };
const weather = ({ location }) => `${location}: 18 °C`;

const clients = {
  '@anthropic-ai/sdk': async () => {
    const { default: Anthropic } = await import('@anthropic-ai/sdk');
    const tools = [{ name: 'get_weather', description: 'The weather of a place.', input_schema: schema }];
    const text = (message) => message.content.filter((b) => b.type === 'text').map((b) => b.text).join('');
    return async (url, mode) => {
      const client = new Anthropic({ apiKey: 'test', baseURL: url });
      const ask = (messages, more) => client.messages.create({ model, max_tokens: 64, messages, ...more });
      const messages = [{ role: 'user', content: 'hi' }];
      if (mode === 'stream') {
        return text(await client.messages.stream({ model, max_tokens: 64, messages }).finalMessage());
      }
      if (mode === 'plain') {
        return text(await ask(messages));
      }
      for (let turn = 0; turn < 5; turn++) {
        const answer = await ask(messages, { tools });
        if (answer.stop_reason !== 'tool_use') {
          return text(answer);
        }
        messages.push({ role: 'assistant', content: answer.content });
        messages.push({
          role: 'user',
          content: answer.content
            .filter((b) => b.type === 'tool_use')
            .map((b) => ({ type: 'tool_result', tool_use_id: b.id, content: weather(b.input) })),
        });
      }
      throw new Error('it goes on asking for tools');
    };
  },
  '@ai-sdk/anthropic 3': async () => vercel(await import('@ai-sdk/anthropic-3'), await import('ai-6')),
  '@ai-sdk/anthropic 4': async () => vercel(await import('@ai-sdk/anthropic'), await import('ai')),
  '@langchain/anthropic': async () => {
    const { ChatAnthropic } = await import('@langchain/anthropic');
    const { HumanMessage, ToolMessage } = await import('@langchain/core/messages');
    const { tool } = await import('@langchain/core/tools');
    const tools = [tool(async (input) => weather(input), { name: 'get_weather', description: 'The weather of a place.', schema })];
    return async (url, mode) => {
      const chat = new ChatAnthropic({ model, apiKey: 'test', anthropicApiUrl: url, maxTokens: 64, maxRetries: 0 });
      if (mode === 'stream') {
        let text = '';
        for await (const piece of await chat.stream('hi')) {
          text += piece.text;
        }
        return text;
      }
      if (mode === 'plain') {
        return (await chat.invoke('hi')).text;
      }
      const withTools = chat.bindTools(tools);
      const messages = [new HumanMessage('hi')];
      for (let turn = 0; turn < 5; turn++) {
        const answer = await withTools.invoke(messages);
        if (!answer.tool_calls?.length) {
          return answer.text;
        }
        messages.push(answer);
        for (const call of answer.tool_calls) {
          messages.push(new ToolMessage({ tool_call_id: call.id, content: weather(call.args) }));
        }
      }
      throw new Error('it goes on asking for tools');
    };
  },
};

function vercel({ createAnthropic }, { generateText, streamText, tool, jsonSchema, stepCountIs, isStepCount }) {
  const tools = {
    get_weather: tool({ description: 'The weather of a place.', inputSchema: jsonSchema(schema), execute: async (input) => weather(input) }),
  };
  return async (url, mode) => {
    const chat = createAnthropic({ baseURL: `${url}/v1`, apiKey: 'test' })(model);
    const call = { model: chat, prompt: 'hi', maxRetries: 0 };
    if (mode === 'stream') {
      let text = '';
      let failure;
      const stream = streamText({ ...call, onError: ({ error }) => (failure = error) });
      for await (const piece of stream.textStream) {
        text += piece;
      }
      if (failure) {
        throw Object.assign(failure instanceof Error ? failure : new Error(JSON.stringify(failure)), { text });
      }
      return text;
    }
    if (mode === 'plain') {
      return (await generateText(call)).text;
    }
    return (await generateText({ ...call, tools, stopWhen: (stepCountIs ?? isStepCount)(5) })).text;
  };
}

const [name, calls] = [process.argv[2], JSON.parse(process.argv[3])];
const ask = await clients[name]();
const results = await Promise.all(
  calls.map(async ({ scenario, mode, url }) => {
    try {
      return { scenario, mode, text: await ask(url, mode) };
    } catch (e) {
      return { scenario, mode, error: e.constructor.name, status: e.status ?? e.statusCode ?? null, message: String(e.message) };
    }
  }),
);
console.log(JSON.stringify(results));
