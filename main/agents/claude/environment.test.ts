import { describe, expect, it } from 'vitest'
import { childEnvironment, configDirOf, reachDirectly, stateFileOf, withoutKeys } from './environment.ts'

describe('childEnvironment', () => {
  it('takes out the marks of a session around us and what is meant for our own Node', () => {
    const marks = [
      ['CLAUDECODE', 'CLAUDE_PID', 'CLAUDE_EFFORT', 'CLAUDE_ENV_FILE', 'CLAUDE_PROJECT_DIR', 'NODE_OPTIONS'],
      ['SESSION_ID', 'CHILD_SESSION', 'CHILD_NOTES_DIR', 'ENTRYPOINT', 'EXECPATH', 'MESSAGING_SOCKET'].map(
        (name) => `CLAUDE_CODE_${name}`,
      ),
      ['MESSAGING_TOKEN', 'SESSION_ATTENDED', 'SSE_PORT'].map((name) => `CLAUDE_CODE_${name}`),
      ['ELECTRON_RUN_AS_NODE', 'ELECTRON_NO_ASAR'],
    ].flat()
    expect(childEnvironment(Object.fromEntries(marks.map((name) => [name, '1'])))).toEqual({})
  })

  it('leaves what configures the CLI for its user', () => {
    const kept = {
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'k',
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CODE_OAUTH_TOKEN: 't',
      CLAUDE_CONFIG_DIR: '/c',
      CLAUDE_CODE_SESSION_IDS: 'not the mark',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      EMPTY: '',
    }
    const caller = { ...kept, CLAUDECODE: '1' }
    expect(childEnvironment(caller)).toEqual(kept)
    expect(caller).toHaveProperty('CLAUDECODE')
  })
})

describe('reachDirectly', () => {
  it('adds the host to both lists when a proxy is set', () => {
    const list = 'intern.example,10.0.0.1,127.0.0.1'
    expect(
      reachDirectly(
        { https_proxy: 'http://p', NO_PROXY: 'intern.example', no_proxy: '10.0.0.1, intern.example' },
        '127.0.0.1',
      ),
    ).toEqual({ https_proxy: 'http://p', NO_PROXY: list, no_proxy: list })
  })

  it('changes nothing without one', () => {
    expect(reachDirectly({ PATH: '/bin', HTTP_PROXY: '' }, '127.0.0.1')).toEqual({ PATH: '/bin', HTTP_PROXY: '' })
  })
})

it('keeps a variable with keys of our own from an agent, but for those that the CLI keeps to itself', () => {
  const environment = { PATH: '/bin', KEYS: 'secret', OTEL_EXPORTER_OTLP_HEADERS: 'secret' }
  expect(withoutKeys(environment, 'KEYS')).toEqual({ PATH: '/bin', OTEL_EXPORTER_OTLP_HEADERS: 'secret' })
  expect(withoutKeys(environment, 'OTEL_EXPORTER_OTLP_HEADERS')).toEqual(environment)
  expect(withoutKeys(environment, null)).toEqual(environment)
})

describe('the places of the CLI', () => {
  it('are under the home', () => {
    expect(configDirOf({ HOME: '/h' })).toBe('/h/.claude')
    expect(stateFileOf({ HOME: '/h' })).toBe('/h/.claude.json')
  })

  it('move with CLAUDE_CONFIG_DIR', () => {
    expect(configDirOf({ HOME: '/h', CLAUDE_CONFIG_DIR: '/c' })).toBe('/c')
    expect(stateFileOf({ HOME: '/h', CLAUDE_CONFIG_DIR: '/c' })).toBe('/c/.claude.json')
  })
})
