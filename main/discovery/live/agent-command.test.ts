import { describe, expect, it } from 'vitest'
import { agentOf, sessionNamed } from './agent-command.ts'

const ID = 'aaaaaaaa-0000-4000-8000-000000000001'

describe('agentOf', () => {
  it.each([
    ['claude', 'claude'],
    ['/home/ada/.local/bin/claude --resume', 'claude'],
    ['/x/node_modules/@anthropic-ai/claude-code/bin/claude.exe -p hi', 'claude'],
    ['node --max-old-space-size=4096 /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js', 'claude'],
    ['node /usr/local/bin/codex', 'codex'],
    ['/usr/lib/node_modules/@openai/codex/vendor/x86_64-unknown-linux-musl/codex/codex exec', 'codex'],
    ['node /usr/lib/node_modules/@google/gemini-cli/bundle/index.js', 'gemini'],
    ['/usr/bin/node --no-warnings /usr/bin/gemini -p hi', 'gemini'],
  ])('%s: %s', (line, agent) => {
    expect(agentOf(line.split(' '))).toBe(agent)
  })

  it.each([
    'codex mcp-server',
    'claude mcp serve',
    'claude update',
    'vim claude',
    'bash -c codex',
    'node server.js codex',
    'claude-monitor',
    '/opt/codex-tools/run',
    'node',
    '',
  ])('%s: none', (line) => {
    expect(agentOf(line.split(' '))).toBeNull()
  })
})

describe('sessionNamed', () => {
  it.each([`codex resume ${ID}`, `claude --resume ${ID} go on`, `claude --session-id=${ID}`, `claude -r ${ID}`])(
    '%s',
    (line) => {
      expect(sessionNamed(line.split(' '))).toBe(ID)
    },
  )

  it('takes no id for one that a prompt only speaks of', () => {
    expect(sessionNamed(['claude', '-p', `look at ${ID}`])).toBeNull()
    expect(sessionNamed(['claude', '--resume'])).toBeNull()
    expect(sessionNamed(['codex', 'resume', '--last'])).toBeNull()
  })
})
