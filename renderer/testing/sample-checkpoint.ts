import type { RpcResult } from '../../contract/rpc.ts'
import type { Checkpoint } from '../../contract/series.ts'
import { sampleCheckpoint } from './sample-report.ts'

/** A checkpoint as the core shows it, with what an agent that means harm could write. Never part of the product. */

const folder = 'dev/active/config-loader/config-loader'

const CONTEXT = `# Context

Last worked on: the **loader** reads both dialects now. See [the notes](https://example.org/a/long/address?x=1).

## Next steps

1. Move the callers of \`src/config/load.ts\` over, \`packages/api\` first
2. Run \`npm test -- config\`

| dialect | files | done |
|---|---|---|
| v1 | 31 | yes |
| v2 | 4 | no |

<script>alert('no')</script> <img src="https://example.org/pixel.png" onerror="alert(1)">
![a picture](https://example.org/tracker.png)
`
const TASKS = `# Tasks\n\n- [x] Parse the dialect of the old config files\n- [x] Write the new loader\n- [ ] Move the callers over\n  - [ ] packages/api\n`

type Shown = RpcResult<'checkpoint.show'>

export function sampleShown(over: Partial<Checkpoint> = {}, rest: Partial<Shown> = {}): Shown {
  return {
    checkpoint: sampleCheckpoint({
      files: ['plan', 'context', 'tasks'].map((part) => ({
        path: `${folder}-${part}.md`,
        sha256: 'ab'.repeat(32),
        bytes: 2_113,
      })),
      skipped: [{ path: '.env.local', why: 'it looks like a secret' }],
      masked: [`${folder}-context.md`],
      ...over,
    }),
    contents: [
      { path: `${folder}-plan.md`, text: '# Plan\n\nReplace the loader, one package at a time.\n' },
      { path: `${folder}-context.md`, text: CONTEXT },
      { path: `${folder}-tasks.md`, text: TASKS },
    ],
    previous: 2,
    diffstat: [
      ' src/config/load.ts    | 5 +++--',
      ' src/config/dialect.ts | 2 ++',
      ' 5 files changed, 5 insertions(+), 3 deletions(-)',
    ],
    rejected: [
      {
        at: '2026-11-21T22:40:10.000Z',
        why: [
          `${folder}-context.md has no heading "Next steps" with a list item`,
          'box 2 is called done and is not ticked',
        ],
      },
    ],
    notes: ['a secret was masked in the store'],
    pickup: { at: '2026-11-21T22:43:02.000Z', sessionId: 'S-4', files: [`${folder}-plan.md`, `${folder}-context.md`] },
    ...rest,
  }
}

export const SAMPLE_DIFF = `diff --git a/src/config/load.ts b/src/config/load.ts
index 1111111..2222222 100644
--- a/src/config/load.ts
+++ b/src/config/load.ts
@@ -10,7 +10,8 @@ export function load(path: string): Config {
   const text = readFileSync(path, 'utf8')
-  const parsed = parse(text)
-  return parsed
+  const dialect = dialectOf(text)
+  const parsed = parse(text, dialect)
+  return normalise(parsed)
 }
 
 export function reload(): void {
diff --git a/src/config/dialect.ts b/src/config/dialect.ts
new file mode 100644
index 0000000..3333333
--- /dev/null
+++ b/src/config/dialect.ts
@@ -0,0 +1,2 @@
+export type Dialect = 'v1' | 'v2'
+export const dialectOf = (text: string): Dialect => (text.startsWith('%') ? 'v1' : 'v2')
diff --git a/src/old.ts b/src/old.ts
deleted file mode 100644
index 4444444..0000000
--- a/src/old.ts
+++ /dev/null
@@ -1,1 +0,0 @@
-export {}
diff --git "a/docs/name.md" "b/docs/new name.md"
similarity index 100%
rename from docs/name.md
rename to docs/new name.md
diff --git a/logo.png b/logo.png
new file mode 100644
index 0000000..5555555
Binary files /dev/null and b/logo.png differ
`

/** A diff that nobody wants to see drawn at once. */
export function largeDiff(lines: number): string {
  const body = Array.from({ length: lines }, (_, index) => `+line ${index}`).join('\n')
  return `diff --git a/lock.json b/lock.json\nindex 1..2 100644\n--- a/lock.json\n+++ b/lock.json\n@@ -0,0 +1,${lines} @@\n${body}\n`
}
