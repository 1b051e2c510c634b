import { describe, expect, it, vi } from 'vitest'
import { startTerminal } from './testing.ts'
import { pasteAndSubmit } from './typing.ts'

describe('pasteAndSubmit', () => {
  it('frames the text and keeps its lines', () => {
    expect(pasteAndSubmit('one\r\ntwo\rthree\n\tfour')).toEqual({
      paste: '\u001b[200~one\ntwo\nthree\n\tfour\u001b[201~',
      submit: '\r',
    })
  })

  it.each([
    'a\u001b[201~\rrm -rf /',
    'a\u009b201~b',
    'a\u001b\u001b[201~[201~b',
    '\u0003\u0004\u001a\u007f',
    'x\u202Ey',
  ])('lets nothing in %j end the paste or press a key', (text) => {
    const inside = pasteAndSubmit(text).paste.slice('\u001b[200~'.length, -'\u001b[201~'.length)
    // oxlint-disable-next-line no-control-regex -- the point
    expect(inside).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
  })

  it('arrives in a program as one paste and one Enter', async () => {
    let output = ''
    const script =
      'process.stdin.setRawMode(true);process.stdin.on("data",(d)=>console.log(JSON.stringify(String(d))));console.log("up")'
    const terminal = startTerminal('node', ['-e', script], { onOutput: (text) => (output += text) })
    await vi.waitFor(() => expect(output).toContain('up'), 5000)
    const { paste, submit } = pasteAndSubmit('first\nsecond')
    terminal.write(paste)
    await vi.waitFor(() => expect(output).toContain('"\\u001b[200~first\\nsecond\\u001b[201~"'))
    terminal.write(submit)
    await vi.waitFor(() => expect(output).toContain('"\\r"'))
  }, 10_000)
})
