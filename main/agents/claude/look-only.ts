/** Programs that only print, whatever their arguments. */
const LOOKING = new Set(
  [
    'cat head tail ls pwd wc grep egrep fgrep rg stat file tree du diff echo printf basename dirname',
    'realpath which date true cd nl cmp sha256sum',
  ].flatMap((names) => names.split(' ')),
)
const GIT_LOOKING = new Set(['status', 'log', 'diff', 'show', 'rev-parse', 'ls-files', 'blame', 'shortlog', 'grep'])

/** Options by which a program above does write or run something. */
const ACTING = /^(--output|--pre\b|--ext-diff|--textconv|--open-files-in-pager|-O)/

/**
 * True when a shell command line surely only looks, as `git status` or `cat plan.md | head` do. Anything that it does not
 * know (redirections to files, substitutions, other programs) is taken as work. For receipts and progress only: no permission
 * hangs on it.
 */
export function looksOnly(command: string): boolean {
  const quiet = command.replace(/2>\s*(&1|\/dev\/null)/g, ' ')
  // With other quoting about, an apostrophe may be a letter: then nothing is skipped.
  const plain = /["\\]/.test(quiet) ? quiet : quiet.replace(/'[^']*'/g, "''")
  if (/[<>`\n]|\$\(|&(?!&)(?<!&&)/.test(plain)) return false
  const parts = plain.split(/&&|\|\||[;|]/).map((part) => part.trim())
  return parts.length > 0 && parts.every(partLooksOnly)
}

function partLooksOnly(part: string): boolean {
  const [program = '', ...rest] = part.split(/\s+/)
  if (rest.some((word) => ACTING.test(word))) return false
  if (program === 'git') return GIT_LOOKING.has(rest.find((word) => word !== '--no-pager') ?? '')
  return LOOKING.has(program)
}
