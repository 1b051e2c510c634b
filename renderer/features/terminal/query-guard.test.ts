import headless from '@xterm/headless'
import { expect, it, onTestFinished } from 'vitest'
import { guardQueries } from './query-guard.ts'

const QUERIES = ['\u001b[c', '\u001b[>c', '\u001b[6n', '\u001b[?6n', '\u001b[?2026$p', '\u001bP$qm\u001b\\']

async function answered(answers: boolean): Promise<string> {
  const terminal = new headless.Terminal({ allowProposedApi: true })
  onTestFinished(() => terminal.dispose())
  guardQueries(terminal.parser, () => answers)
  let said = ''
  terminal.onData((data) => {
    said += data
  })
  await new Promise<void>((resolve) => terminal.write(QUERIES.join(''), resolve))
  return said
}

it('answers every query while this terminal is the one that answers', async () => {
  const said = await answered(true)
  for (const answer of ['\u001b[?1;2c', '\u001b[>0;', '\u001b[1;1R', '\u001b[?2026;2$y', '\u001bP1$r']) {
    expect(said).toContain(answer)
  }
})

it('answers none while another one does', async () => {
  expect(await answered(false)).toBe('')
})

it('still lets a program set colours', async () => {
  const terminal = new headless.Terminal({ allowProposedApi: true })
  onTestFinished(() => terminal.dispose())
  let passed = ''
  // The older handler: it is asked only for what the guard lets pass.
  terminal.parser.registerOscHandler(11, (data) => {
    passed += data
    return true
  })
  guardQueries(terminal.parser, () => false)
  await new Promise<void>((resolve) => terminal.write('\u001b]11;?\u0007\u001b]11;#112233\u0007', resolve))
  expect(passed).toBe('#112233')
})
