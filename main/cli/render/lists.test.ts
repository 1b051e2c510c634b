import { expect, it } from 'vitest'
import { checkpointLines, contentLines, diffLines } from './checkpoint.ts'
import { paintLine, type Line } from './line.ts'
import { checkpointTable, seriesTable, shortId } from './lists.ts'
import { PLAIN, SAMPLE_CHECKPOINT, SAMPLE_SESSION, SAMPLE_VIEW } from './samples.ts'

process.env.TZ = 'UTC'
const text = (lines: Line[], columns = 200) => lines.map((line) => paintLine(line, PLAIN, columns)).join('\n')

it('lists series, those that need a person first', () => {
  const completed = { ...SAMPLE_VIEW, task: 'older', status: 'completed' as const, session: null }
  const stuck = { ...SAMPLE_VIEW, task: 'stuck', status: 'needs-attention' as const }
  const turns = { low: 3.7, mid: 6.4, high: 8.9 }
  const forecast = { due: 1, turns, minutes: null, method: 'growth' as const, basis: { own: 9, earlier: 0 }, at: '' }
  const running = { ...SAMPLE_VIEW, session: { ...SAMPLE_SESSION, forecast } }
  expect(text(seriesTable([completed, running, stuck], 120))).toMatchInlineSnapshot(`
    "state        series  task      boxes  context  due in          cost   last sign         project
    ▲ needs you  Z7Q2M4  stuck     4/6    31 %     –               $4.21  2026-11-22 08:41  /home/ada/api
    ● running    Z7Q2M4  tidy-api  4/6    31 %     ~6 turns (4–9)  $4.21  2026-11-22 08:41  /home/ada/api
    ✔ completed  Z7Q2M4  older     4/6    –        –               $4.21  2026-11-22 08:41  /home/ada/api"
  `)
})

it('drops columns from the right and cuts the task when it is narrow', () => {
  const long = { ...SAMPLE_VIEW, task: 'a-task-with-a-very-long-name-indeed' }
  const lines = text(seriesTable([long], 40), 40).split('\n')
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40)
  expect(lines[1]).toContain('running')
  expect(lines[1]).toContain(shortId(SAMPLE_VIEW.id))
})

it('lists checkpoints and says which kept no work tree', () => {
  const bare = {
    ...SAMPLE_CHECKPOINT,
    n: 2,
    kind: 'mechanical' as const,
    ref: null,
    refProblem: 'no git',
    contextUsed: null,
  }
  expect(text(checkpointTable([SAMPLE_CHECKPOINT, bare], 120))).toMatchInlineSnapshot(`
    "series  n  taken             kind        boxes  context  work tree   reason
    Z7Q2M4  1  2026-11-22 01:12  agent       2/6    141k     yes         the context reached its due point
    Z7Q2M4  2  2026-11-22 01:12  mechanical  2/6    –        files only  the context reached its due point"
  `)
})

it('shows a checkpoint whole', () => {
  expect(text(checkpointLines(SAMPLE_CHECKPOINT))).toMatchInlineSnapshot(`
    "Checkpoint 1  2026-11-22 01:12 · agent
      series    01KAP3W7Y2M8Q4T6V9X1Z7Q2M4
      reason    the context reached its due point
      boxes     2 done, 4 open
      context   141k
      sha256    dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
      ref       refs/baton/01KAP3W7Y2M8Q4T6V9X1Z7Q2M4/1
      files     dev/active/tidy-api/tidy-api-context.md  2310 B
                dev/active/tidy-api/tidy-api-tasks.md  812 B
      masked    dev/active/tidy-api/tidy-api-context.md held a secret
      skipped   .env: may hold a secret"
  `)
})

it('shows files and diffs as data', () => {
  const contents = [{ path: 'a.md', text: 'one\u001b[2J\n\ttwo\n' }]
  expect(text(contentLines(contents))).toBe('\n── a.md ──\none[2J\n\ttwo')
  const tones = diffLines('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n same').map((line) => line[0]?.tone)
  expect(tones).toEqual(['strong', 'strong', 'accent', 'bad', 'good', 'plain'])
})
