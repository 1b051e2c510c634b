import type { AlertCommand, AlertFact, AlertRule, AlertWebhook } from './alerts.ts'

/** Channels that are always there; the others are webhooks and commands by their ids. */
export const BUILT_IN_CHANNELS: readonly string[] = ['in-app', 'desktop']

/** What of the settings is checked: more than their shape says. */
export interface AlertSettings {
  rules: readonly AlertRule[]
  webhooks: readonly AlertWebhook[]
  commands: readonly AlertCommand[]
}

/** What is wrong with a part of the settings: where it stands, why it cannot work, and the way out (without full stops). */
export interface AlertFlaw {
  part: 'rules' | 'webhooks' | 'commands'
  /** Position in its list. */
  index: number
  /** Of the rule, webhook or command. */
  field: string
  cause: string
  remedy: string
}

type Said = Pick<AlertFlaw, 'field' | 'cause' | 'remedy'>

/** Facts that are a share of something whole. */
const OF_A_WHOLE: readonly AlertFact[] = ['context', 'telemetry-gap', 'limit']
/** Facts of all agents and projects together, or of the plan. */
const WITHOUT_PROJECT: readonly AlertFact[] = ['limit']
/** Facts that are known of some agents alone. */
const AGENTS_OF: Partial<Record<AlertFact, readonly string[]>> = {
  'cost-series': ['claude'],
  'spend-forecast-day': [],
  'telemetry-gap': ['claude'],
  limit: ['claude', 'codex'],
}

/** All that cannot work, in the order of the settings; none: all of it can. */
export function alertFlaws(settings: AlertSettings): AlertFlaw[] {
  const { rules, webhooks, commands } = settings
  const of = (part: AlertFlaw['part'], index: number, said: Said[]): AlertFlaw[] =>
    said.map((one) => ({ part, index, ...one }))
  const ids = [...webhooks, ...commands].map(({ id }) => id)
  return [
    ...rules.flatMap((rule, index) => of('rules', index, ruleFlaws(rule, rules, ids))),
    ...webhooks.flatMap((one, index) => of('webhooks', index, [...idFlaws(one.id, ids), ...webhookFlaws(one)])),
    ...commands.flatMap((one, index) => of('commands', index, [...idFlaws(one.id, ids), ...commandFlaws(one)])),
  ]
}

/** Why this rule cannot work, its channels included; null: it can. One sentence without a full stop, and the way out. */
export function ruleProblem(rule: AlertRule, settings: AlertSettings, flaws: readonly AlertFlaw[]): string | null {
  const found = flaws.find((flaw) => {
    if (flaw.part === 'rules') return settings.rules[flaw.index] === rule
    return rule.channels.includes(settings[flaw.part][flaw.index]?.id ?? '')
  })
  if (found === undefined) return null
  const where = found.part === 'rules' ? '' : `channel "${settings[found.part][found.index]?.id ?? ''}": `
  return `${where}${found.cause}; ${found.remedy}`
}

function ruleFlaws(rule: AlertRule, rules: readonly AlertRule[], ids: readonly string[]): Said[] {
  const { id, fact, above, below, project, agent, channels } = rule
  const said: Said[] = []
  if (rules.filter((one) => one.id === id).length > 1) {
    said.push({ field: 'id', cause: `two rules are named "${id}"`, remedy: 'give each a name of its own' })
  }
  if (below !== null && below >= above) {
    const cause = `it would be over at ${below} and fire at ${above}`
    said.push({ field: 'below', cause, remedy: 'let it be over below a smaller figure than it fires at' })
  }
  if (OF_A_WHOLE.includes(fact) && above > 100) {
    const cause = `${above} percent of it can never be reached`
    said.push({ field: 'above', cause, remedy: 'give 100 or less' })
  }
  if (project !== null && WITHOUT_PROJECT.includes(fact)) {
    const cause = 'a limit of the plan belongs to no project'
    said.push({ field: 'project', cause, remedy: 'leave the project out' })
  } else if (project !== null && !isAbsolutePath(project)) {
    const cause = 'the project is not an absolute path'
    said.push({ field: 'project', cause, remedy: 'give the whole path of its folder' })
  } else if (project !== null && /.[\\/]$/.test(project)) {
    const cause = 'the path of the project ends with a slash'
    said.push({ field: 'project', cause, remedy: 'leave the slash out' })
  }
  const agents = AGENTS_OF[fact]
  if (agent !== null && agents !== undefined && !agents.includes(agent)) {
    const cause = agents.length === 0 ? 'this is known of all agents together only' : `this is not known of ${agent}`
    said.push({
      field: 'agent',
      cause,
      remedy: `leave the agent out${agents.length === 0 ? '' : ', or choose another'}`,
    })
  }
  const unknown = channels.find((channel) => !BUILT_IN_CHANNELS.includes(channel) && !ids.includes(channel))
  if (unknown !== undefined) {
    const cause = `there is no channel "${unknown}"`
    said.push({ field: 'channels', cause, remedy: 'name in-app, desktop, a webhook or a command' })
  }
  if (new Set(channels).size < channels.length) {
    said.push({ field: 'channels', cause: 'a channel is named twice', remedy: 'name each once' })
  }
  return said
}

function idFlaws(id: string, ids: readonly string[]): Said[] {
  if (BUILT_IN_CHANNELS.includes(id)) {
    return [{ field: 'id', cause: `"${id}" is a channel of Baton's own`, remedy: 'give it another name' }]
  }
  if (ids.filter((one) => one === id).length < 2) return []
  return [{ field: 'id', cause: `two channels are named "${id}"`, remedy: 'give each a name of its own' }]
}

function webhookFlaws({ url, secretFile }: AlertWebhook): Said[] {
  const said = addressFlaws(url)
  if (secretFile !== null && !isAbsolutePath(secretFile)) {
    const cause = 'the file of its secret is not an absolute path'
    said.push({ field: 'secretFile', cause, remedy: 'give the whole path' })
  }
  return said
}

function addressFlaws(address: string): Said[] {
  const url = URL.parse(address)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    const remedy = 'give one such as https://example.org/hook'
    return [{ field: 'url', cause: 'it is no http or https address', remedy }]
  }
  if (url.username !== '' || url.password !== '') {
    const cause = 'the address holds a name or a password'
    return [{ field: 'url', cause, remedy: 'leave them out, and have it check the signature instead' }]
  }
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) {
    const cause = 'http to another machine can be read and changed on its way'
    return [{ field: 'url', cause, remedy: 'give an https address' }]
  }
  return []
}

function commandFlaws({ argv }: AlertCommand): Said[] {
  if (isAbsolutePath(argv[0] ?? '')) return []
  const cause = `the program "${argv[0] ?? ''}" is not an absolute path`
  return [{ field: 'argv', cause, remedy: 'give the whole path of the program, so that no other is run by chance' }]
}

/** As a browser writes the host of an address. */
export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** `/…`, `C:\…` or `\\server\…`. */
function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')
}
