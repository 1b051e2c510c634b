import { createInterface } from 'node:readline'

/** A tool server of the agent's that offers nothing; like any stdio server it ends with its input. */

interface Call {
  id?: number
  method: string
  params?: { protocolVersion?: string }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line) as Call
  if (id !== undefined)
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(method, params) })}\n`)
}

function resultOf(method: string, params: Call['params']): object {
  if (method === 'tools/list') return { tools: [] }
  if (method !== 'initialize') return {}
  return {
    protocolVersion: params?.protocolVersion ?? '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'kill-test', version: '1.0.0' },
  }
}
