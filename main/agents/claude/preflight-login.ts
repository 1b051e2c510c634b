import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClaudeState } from './claude-state.ts'
import { configDirOf, stateFileOf } from './environment.ts'
import type { PreflightCheck } from './preflight.ts'
import type { SettingsLayer } from './user-settings.ts'

/** Variables that by themselves let the CLI talk to a model. An API key must be approved besides. */
const CREDENTIALS = [
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CODE_USE_FOUNDRY',
]
/** The CLI remembers an answer about a key by its last characters. */
const KEY_TAIL = 20
const LOG_IN = 'run `claude` and log in with /login, or set ANTHROPIC_API_KEY'

/** Whether the CLI has something to log in with. Names what it found, never what it holds. */
export async function checkLogin(
  env: Record<string, string>,
  state: ClaudeState,
  layers: SettingsLayer[],
): Promise<PreflightCheck> {
  const name = 'login'
  const key = apiKey(env, state)
  if (key === 'unanswered') {
    const said = 'ANTHROPIC_API_KEY is set and Claude Code has not been told to use it: it would ask'
    return { name, ok: 'problem', said, remedy: 'run `claude` once with it and answer, or unset it' }
  }
  const found = [
    ...(key === 'approved' ? ['ANTHROPIC_API_KEY'] : []),
    ...CREDENTIALS.filter((variable) => env[variable]),
    ...layers.filter((layer) => layer.settings?.apiKeyHelper).map((layer) => `apiKeyHelper in ${layer.file}`),
    ...(state.oauthAccount ? [`an account in ${stateFileOf(env)}`] : []),
    ...((await holdsCredentials(env)) ? [join(configDirOf(env), '.credentials.json')] : []),
  ]
  if (found.length > 0) return { name, ok: 'ok', said: `found ${found.join(', ')}`, remedy: '' }
  return { name, ok: 'problem', said: 'Claude Code is not logged in and no key is set', remedy: LOG_IN }
}

/** What the CLI was told about the API key of the environment: without an answer it asks, whatever else there is. */
function apiKey(env: Record<string, string>, state: ClaudeState): 'none' | 'approved' | 'rejected' | 'unanswered' {
  const tail = env['ANTHROPIC_API_KEY']?.slice(-KEY_TAIL)
  if (!tail) return 'none'
  if (state.customApiKeyResponses?.approved.includes(tail)) return 'approved'
  return state.customApiKeyResponses?.rejected.includes(tail) ? 'rejected' : 'unanswered'
}

/** A CLI that was never set up asks for a theme first and takes the prompt for an answer. */
export function checkOnboarding(env: Record<string, string>, state: ClaudeState): PreflightCheck {
  const name = 'onboarding'
  if (state.hasCompletedOnboarding) return { name, ok: 'ok', said: 'Claude Code is set up', remedy: '' }
  const said = `Claude Code has not been set up for this user (${stateFileOf(env)})`
  return { name, ok: 'problem', said, remedy: 'run `claude` once and answer its first questions' }
}

async function holdsCredentials(env: Record<string, string>): Promise<boolean> {
  const file = await stat(join(configDirOf(env), '.credentials.json')).catch(() => null)
  return file?.isFile() ?? false
}
