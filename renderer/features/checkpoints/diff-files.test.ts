import { describe, expect, it } from 'vitest'
import { SAMPLE_DIFF } from '../../testing/sample-checkpoint.ts'
import { diffFiles, diffWords } from './diff-files.ts'

describe('the files of a diff', () => {
  it('have their change and counts', () => {
    const files = diffFiles(SAMPLE_DIFF)?.map(({ path, was, change, added, removed }) => ({
      path,
      was,
      change,
      added,
      removed,
    }))
    expect(files).toEqual([
      { path: 'src/config/load.ts', was: null, change: 'modify', added: 3, removed: 2 },
      { path: 'src/config/dialect.ts', was: null, change: 'add', added: 2, removed: 0 },
      { path: 'src/old.ts', was: null, change: 'delete', added: 0, removed: 1 },
      { path: 'docs/new name.md', was: 'docs/name.md', change: 'rename', added: 0, removed: 0 },
      { path: 'logo.png', was: null, change: 'add', added: 0, removed: 0 },
    ])
    expect(diffFiles(SAMPLE_DIFF)?.map((file) => file.binary)).toEqual([false, false, false, false, true])
  })

  it('are none of an empty diff, and unknown of what is no diff', () => {
    expect(diffFiles('\n')).toEqual([])
    expect(diffFiles('<script>alert(1)</script>')).toBeNull()
  })

  it('keep a name with spaces where nothing but the header tells it', () => {
    const text = 'diff --git a/my file.sh b/my file.sh\nold mode 100644\nnew mode 100755\n'
    expect(diffFiles(text)).toMatchObject([{ path: 'my file.sh', change: 'modify', lines: 0 }])
  })

  it('are not fooled by lines that look like a header', () => {
    const text = [
      'diff --git a/a.md b/a.md',
      'index 1..2 100644',
      '--- a/a.md',
      '+++ b/a.md',
      '@@ -1,2 +1,2 @@',
      '-- old',
      '-diff --git a/evil b/evil',
      '++ new',
      '+Binary files /dev/null and b/evil differ',
      '',
    ].join('\n')
    expect(diffFiles(text)).toMatchObject([{ path: 'a.md', change: 'modify', added: 2, removed: 2, binary: false }])
  })

  it('are summed up', () => {
    expect(diffWords(diffFiles(SAMPLE_DIFF) ?? [])).toBe('5 files, 5 added, 3 removed')
    expect(diffWords((diffFiles(SAMPLE_DIFF) ?? []).slice(1, 2))).toBe('1 file, 2 added, 0 removed')
  })

  it('reads what the core writes for stored dev-docs', () => {
    const text = [
      '===================================================================',
      '--- a/dev/active/x/x-tasks.md\t',
      '+++ b/dev/active/x/x-tasks.md\t',
      '@@ -1,1 +1,1 @@',
      '-- [ ] first',
      '+- [x] first',
      '',
    ].join('\n')
    expect(diffFiles(text)).toMatchObject([{ path: 'dev/active/x/x-tasks.md', added: 1, removed: 1 }])
  })
})
