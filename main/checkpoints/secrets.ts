export interface SecretFound {
  /** 1-based. */
  line: number
  /** What it is, never a part of it: "github token". */
  kind: string
}

interface Range {
  from: number
  to: number
  kind: string
}

/**
 * Formats of keys that the preset knows not at all or only in one exact length; the provider's prefix is the proof, so no
 * entropy is guessed.
 */
const MORE: readonly { kind: string; pattern: RegExp }[] = [
  { kind: 'anthropic api key', pattern: /\bsk-ant-[a-z]+\d*-[\w-]{20,}/g },
  { kind: 'openai api key', pattern: /\bsk-(?:proj|svcacct|admin)-[\w-]{20,}/g },
  { kind: 'openrouter api key', pattern: /\bsk-or-v\d-[0-9a-f]{32,}/g },
  { kind: 'aws access key id', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b(?<!EXAMPLE)/g },
  { kind: 'google api key', pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { kind: 'github token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})/g },
  { kind: 'private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+(?:-----END [A-Z ]*PRIVATE KEY-----)?/g },
]

/** Secrets of known formats in a text, each once, in the order of the text. */
export async function findSecrets(text: string): Promise<SecretFound[]> {
  return (await rangesOf(text)).map(({ from, kind }) => ({ line: text.slice(0, from).split('\n').length, kind }))
}

/** The text with each secret replaced by its kind; `kinds` has one entry for each. */
export async function maskSecrets(text: string): Promise<{ text: string; kinds: string[] }> {
  const ranges = await rangesOf(text)
  let masked = ''
  let at = 0
  for (const { from, to, kind } of ranges) {
    masked += `${text.slice(at, from)}[${kind} masked by Baton]`
    at = to
  }
  return { text: masked + text.slice(at), kinds: ranges.map((range) => range.kind) }
}

async function rangesOf(text: string): Promise<Range[]> {
  const ranges = await presetRanges(text)
  for (const { kind, pattern } of MORE)
    for (const found of text.matchAll(pattern))
      ranges.push({ from: found.index, to: found.index + found[0].length, kind })
  return withoutOverlaps(ranges)
}

async function presetRanges(text: string): Promise<Range[]> {
  // Loaded at the first search: they take longer to load than the rest of a command to run.
  const [{ lintSource }, { rules }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ])
  // A comment in an agent's own text must not switch the search off.
  const chosen = rules.filter((rule) => !rule.meta.id.endsWith('-filter-comments'))
  const result = await lintSource({
    source: { filePath: 'handover.md', content: text, contentType: 'text', ext: '.md' },
    options: {
      noPhysicFilePath: true,
      config: { rules: chosen.map((rule) => ({ id: rule.meta.id, rule, options: {} })) },
    },
  })
  return result.messages.map(({ range, messageId }) => ({ from: range[0], to: range[1], kind: wordsOf(messageId) }))
}

function withoutOverlaps(ranges: Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = merged.at(-1)
    if (last && range.from < last.to) last.to = Math.max(last.to, range.to)
    else merged.push({ ...range })
  }
  return merged
}

/** "GITHUB_TOKEN", "PostgreSQLConnection" → words in lower case. */
function wordsOf(messageId: string): string {
  return messageId
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_+/g, ' ')
    .toLowerCase()
}
