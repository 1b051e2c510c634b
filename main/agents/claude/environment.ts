/** Marks of the Claude Code session that Baton itself may run under; a child that sees them hides itself from `--resume`. */
const SESSION_MARKS = new Set([
  'CLAUDECODE',
  'CLAUDE_PID',
  'CLAUDE_EFFORT',
  'CLAUDE_ENV_FILE',
  'CLAUDE_PROJECT_DIR',
  'CLAUDE_CODE_SESSION_ID',
  'CLAUDE_CODE_CHILD_SESSION',
  'CLAUDE_CODE_CHILD_NOTES_DIR',
  'CLAUDE_CODE_ENTRYPOINT',
  'CLAUDE_CODE_EXECPATH',
  'CLAUDE_CODE_MESSAGING_SOCKET',
  'CLAUDE_CODE_MESSAGING_TOKEN',
  'CLAUDE_CODE_SESSION_ATTENDED',
  'CLAUDE_CODE_SSE_PORT',
  'NODE_OPTIONS',
])

/** Any of these makes the CLI send its hooks through a proxy, even to loopback. */
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']

/** The caller's environment less the marks of a session around it, `ELECTRON_*` and `NODE_OPTIONS` (design.md §2). */
export function childEnvironment(caller: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(caller).filter(([name]) => !SESSION_MARKS.has(name) && !name.startsWith('ELECTRON_')),
  )
}

/**
 * Without a variable that holds keys of Baton's own: an agent's tools see all that it was started with. Null: there is none.
 * One of `OTEL_…` stays, which the CLI takes from its tools itself, and may need.
 */
export function withoutKeys(environment: Record<string, string>, variable: string | null): Record<string, string> {
  if (variable === null || variable.startsWith('OTEL_')) return environment
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name !== variable))
}

/**
 * Lets hooks to `host` go past a proxy that the environment names: they would neither arrive nor stay private
 * (the proxy would see the bearer). Without a proxy nothing is added.
 */
export function reachDirectly(environment: Record<string, string>, host: string): Record<string, string> {
  if (!PROXY_VARIABLES.some((name) => environment[name])) return environment
  const hosts = [environment['NO_PROXY'], environment['no_proxy']].flatMap((list) => list?.split(',') ?? [])
  const list = [...new Set([...hosts.map((entry) => entry.trim()).filter(Boolean), host])].join(',')
  return { ...environment, NO_PROXY: list, no_proxy: list }
}

/** Where the CLI keeps its settings, registry and transcripts. Empty when the environment has no home. */
export function configDirOf(environment: Record<string, string>): string {
  const home = environment['HOME'] ?? environment['USERPROFILE'] ?? ''
  return environment['CLAUDE_CONFIG_DIR'] || `${home}/.claude`
}

/** The environment in which the CLI knows the sessions of `configDir`. Its usual folder goes unnamed: named, it would take another state file. */
export function withConfigDir(environment: Record<string, string>, configDir: string): Record<string, string> {
  if (configDirOf(environment) === configDir) return environment
  const { CLAUDE_CONFIG_DIR: _other, ...rest } = environment
  return configDirOf(rest) === configDir ? rest : { ...rest, CLAUDE_CONFIG_DIR: configDir }
}

/** The CLI's own state file: folders trusted, onboarding done, account. It moves with `CLAUDE_CONFIG_DIR`. */
export function stateFileOf(environment: Record<string, string>): string {
  const moved = environment['CLAUDE_CONFIG_DIR']
  return `${moved || (environment['HOME'] ?? environment['USERPROFILE'] ?? '')}/.claude.json`
}
