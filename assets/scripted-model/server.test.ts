import { afterEach, beforeEach, expect, test } from 'vitest'
import { startScriptedModel, type ScriptedModel } from './server.ts'
import type { Character } from './reply.ts'

const character: Character = ({ thread, lastText }) =>
  lastText === 'cut'
    ? { text: 'half', fault: 'cut' }
    : { text: `${thread}: ${lastText}`, tools: [{ name: 'Bash', input: { command: 'true' } }] }

let model: ScriptedModel
beforeEach(async () => {
  model = await startScriptedModel({ character, usage: { base: 5000, growth: 100 } })
})
afterEach(() => model.close())

const BLOCK = ['content_block_start', 'content_block_delta', 'content_block_stop']
const tools = [{ name: 'Bash' }]

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${model.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}

function messages(text: string, extra: object = {}): object {
  return { model: 'm', max_tokens: 9, tools, messages: [{ role: 'user', content: text }], ...extra }
}

test('a whole answer carries text, tool calls and scripted usage', async () => {
  const answer = await (await post('/v1/messages?beta=true', messages('hello'))).json()
  expect(answer).toMatchObject({
    role: 'assistant',
    model: 'm',
    stop_reason: 'tool_use',
    content: [
      { type: 'text', text: 'main: hello' },
      { type: 'tool_use', name: 'Bash', input: { command: 'true' } },
    ],
    usage: { input_tokens: 3, cache_read_input_tokens: 0, cache_creation_input_tokens: 4997 },
  })
})

test('a stream tells the same in events', async () => {
  const response = await post('/v1/messages', messages('hello', { stream: true }))
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const events = (await response.text()).trim().split('\n\n')
  const data = events.map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 6)) as { type: string })
  expect(data.map(({ type }) => type)).toEqual(['message_start', ...BLOCK, ...BLOCK, 'message_delta', 'message_stop'])
  expect(data[5]).toMatchObject({ delta: { partial_json: '{"command":"true"}' } })
})

test('a cut stream breaks off after it has begun', async () => {
  const response = await post('/v1/messages', messages('cut', { stream: true }))
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow('terminated')
})

test('subagents are told by their header, helpers by what they ask', async () => {
  await post('/v1/messages', messages('hello'), { 'x-claude-code-agent-id': 'a1', 'x-claude-code-session-id': 's1' })
  const title = await post('/v1/messages', messages('Name it', { tools: [], output_config: { format: {} } }))
  const summary = await post('/v1/messages', messages('CRITICAL: Respond with TEXT ONLY. Do NOT call any tools.'))
  expect(model.requests().map(({ kind }) => kind)).toEqual(['subagent', 'auxiliary', 'auxiliary'])
  expect(model.requests()[0]).toMatchObject({ sessionId: 's1', reply: { text: 'subagent: hello' } })
  expect(await title.json()).toMatchObject({ content: [{ text: '{"title":"Work through the tasks"}' }] })
  expect(await summary.json()).toMatchObject({ stop_reason: 'end_turn', content: [{ type: 'text' }] })
})

test('the other paths of the CLI get sane answers, bad requests a 400', async () => {
  expect((await fetch(`${model.url}/api/hello`, { method: 'HEAD' })).status).toBe(200)
  expect((await fetch(`${model.url}/api/else`)).status).toBe(404)
  expect(await (await post('/v1/messages/count_tokens', messages('x'))).json()).toEqual({
    input_tokens: expect.any(Number) as number,
  })
  const bad = await post('/v1/messages', { model: 1 })
  expect([bad.status, await bad.json()]).toEqual([
    400,
    { type: 'error', error: { type: 'invalid_request_error', message: expect.any(String) as string } },
  ])
})

test('faults come as the API sends them; a hanging request ends with the server', async () => {
  await model.close()
  const fault = { status: 429, headers: { 'x-should-retry': 'false' }, body: { type: 'error' } }
  model = await startScriptedModel({ character: ({ lastText }) => ({ fault: lastText === 'hang' ? 'hang' : fault }) })
  const refused = await post('/v1/messages', messages('x'))
  expect([refused.status, refused.headers.get('x-should-retry'), await refused.json()]).toEqual([
    429,
    'false',
    { type: 'error' },
  ])
  const hanging = post('/v1/messages', messages('hang'))
  const ended = hanging.catch((error: Error) => error.message)
  await expect.poll(() => model.requests().length).toBe(2)
  await model.close()
  expect(await ended).toBe('fetch failed')
  model = await startScriptedModel({ character })
})

test('held, it answers nothing until it is let go', async () => {
  const goOn = model.hold()
  const answer = post('/v1/messages', messages('hello')).then(({ status }) => status)
  await expect.poll(() => model.requests().length).toBe(1)
  expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 50, 'nothing yet'))])).toBe(
    'nothing yet',
  )
  goOn()
  expect(await answer).toBe(200)
})
