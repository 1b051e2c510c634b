import { describe, expect, it, vi } from 'vitest'
import { OutputFlow } from './output-flow.ts'

function flow() {
  const said: string[] = []
  const parsed: (() => void)[] = []
  const made = new OutputFlow({
    deliver: (batch, done) => {
      said.push(batch.length > 100 ? `${batch.length} characters` : batch)
      parsed.push(done)
    },
    pause: () => said.push('pause'),
    resume: () => said.push('resume'),
  })
  return { flow: made, said, parsed }
}

describe('output', () => {
  it('is passed on at once after a rest, and what follows is gathered into one batch', async () => {
    const { flow: output, said } = flow()
    output.push('a')
    output.push('b\u001b[3')
    output.push('1mc')
    expect(said).toEqual(['a'])
    await vi.waitFor(() => expect(said).toEqual(['a', 'b\u001b[31mc']))
  })

  it('of a flood does not wait to be gathered', () => {
    const { flow: output, said } = flow()
    for (let n = 0; n < 6; n += 1) output.push('x'.repeat(4_000))
    expect(said).toEqual(['4000 characters', '20000 characters'])
  })

  it('pauses the program while too much waits, and lets it go on when it is parsed', () => {
    const { flow: output, said, parsed } = flow()
    output.push('x'.repeat(60_000))
    output.push('x'.repeat(60_000))
    parsed[0]?.()
    expect(said).toEqual(['60000 characters', '60000 characters', 'pause'])
    parsed[1]?.()
    expect(said.at(-1)).toBe('resume')
  })

  it('ends with what was held back', () => {
    const { flow: output, said } = flow()
    output.push('end\u001b[3')
    output.finish()
    expect(said.join('')).toBe('end\u001b[3')
  })

  it('lets a paused program go on once nobody takes its output', () => {
    const { flow: output, said } = flow()
    output.push('x'.repeat(110_000))
    output.stop()
    output.push('more')
    output.finish()
    expect(said).toEqual(['110000 characters', 'pause', 'resume'])
  })
})
