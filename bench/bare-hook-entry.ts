import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { answerLoopQuestions } from './loop-delay.ts'

/** The least that a receiver of hooks can be: reads the JSON, answers `{}`. Tells its port to its parent. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  JSON.parse(await text(request))
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
}
const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())
answerLoopQuestions()
