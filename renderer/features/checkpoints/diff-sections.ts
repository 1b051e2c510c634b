/** The part of a diff that is about one file, as the parser of git's own diffs takes it. */
export interface DiffSection {
  text: string
  /** What its header says, which the parser does not read of a file without lines. */
  change: 'add' | 'delete' | null
  binary: boolean
  /** Of a file that keeps its name; null: the header does not tell it surely. */
  path: string | null
}

/** Where a file begins: git's header, or the rule that a plain patch has. Lines of a hunk begin with a sign. */
const STARTS = /^(?=diff --git |={67}\n--- )/m

/** A diff of many files cut into its files; empty when it is no diff. */
export function diffSections(text: string): DiffSection[] {
  return text
    .split(STARTS)
    .map(asGit)
    .filter((part) => part.startsWith('diff --git '))
    .map((part) => {
      const head = part.split(/^@@/m, 1)[0] ?? ''
      return {
        text: part,
        change: /^new file mode /m.test(head) ? 'add' : /^deleted file mode /m.test(head) ? 'delete' : null,
        binary: /^(Binary files |GIT binary patch)/m.test(head),
        path: /^diff --git a\/(.+) b\/\1$/m.exec(head)?.[1] ?? null,
      }
    })
}

/** A plain patch (`====`, `--- a/x`, `+++ b/x`) with the header that git gives it. */
function asGit(part: string): string {
  if (!part.startsWith('===')) return part
  const [, from = '', to = '', ...lines] = part.split('\n')
  const [before, after] = [nameOf(from), nameOf(to)]
  const name = (after === '/dev/null' ? before : after).replace(/^[ab]\//, '')
  const mode =
    before === '/dev/null' ? ['new file mode 100644'] : after === '/dev/null' ? ['deleted file mode 100644'] : []
  return [`diff --git a/${name} b/${name}`, ...mode, `--- ${before}`, `+++ ${after}`, ...lines].join('\n')
}

/** "--- a/x\t2026-…" → "a/x" */
function nameOf(line: string): string {
  return (line.slice(4).split('\t', 1)[0] ?? '').trimEnd()
}
