import { describe, expect, it } from 'vitest'
import { sampleReport } from '../../testing/sample-report.ts'
import { costWords, escapeMarkdown, peakWords, reportMarkdown } from './report-markdown.ts'

const formats = {
  time: (iso: string) => iso.slice(11, 16),
  duration: (ms: number) => `${ms / 60_000} min`,
  cost: (usd: number) => `$${usd.toFixed(2)}`,
  tokens: (count: number) => `${Math.round(count / 1_000)}k`,
}

describe('the report as Markdown', () => {
  it('says per session what was done', () => {
    const text = reportMarkdown(sampleReport(), formats)
    expect(text).toMatchInlineSnapshot(`
      "# config-loader: running

      - Project: \`/home/ada/src/lighthouse\`
      - Time: 21:04 to now
      - Tasks: 2 of 5 done
      - Sessions: 2
      - Cost: $2.61

      ## Session 1

      - 21:04 to 21:31: handed over at checkpoint 1
      - Peak context: 143k of 200k tokens (71 %)
      - Cost: $2.41
      - Checkpoint 1 (agent): the context reached its due point
      - [x] Parse the dialect of the old config files

      \`\`\`
       src/config/parse.ts      | 214 +++++++++++
       1 file changed, 214 insertions(+)
      \`\`\`

      ## Session 2

      - 21:31 to now
      - Cost: $0.20

      ## Waits

      - 21:40, 13 min: the agent wants to use Bash
      - 21:55, still: the model answered with rate\\_limit

      ## Open tasks

      - [ ] Add the address step with validation
      - [ ] Make payment failures visible to the buyer
      - [ ] Cover the flow with end-to-end tests
      "
    `)
  })

  it('says why a series stands', () => {
    expect(reportMarkdown(sampleReport({ why: 'paused by *you*' }), formats)).toContain(String.raw`> paused by \*you\*`)
  })

  it('takes what an agent wrote for text', () => {
    const boxes = [{ number: 1, title: '[x](http://evil) <img src=x>\n# Big', done: false }]
    const text = reportMarkdown(sampleReport({ boxes }), formats)
    expect(text).toContain(String.raw`- [ ] \[x\](http://evil) \<img src=x\> \# Big`)
    expect(escapeMarkdown('1. first')).toBe(String.raw`\1. first`)
  })

  it('lets no file name end a block of code', () => {
    const [session] = sampleReport().sessions
    if (session === undefined) throw new Error('a sample without sessions')
    const text = reportMarkdown(sampleReport({ sessions: [{ ...session, changed: ['```', '# x'] }] }), formats)
    expect(text.match(/^```$/gm)).toHaveLength(2)
  })
})

it('names a peak without a window', () => {
  expect(peakWords(12_000, null, formats)).toBe('12k tokens')
})

it('says what the agent counted and nothing told of, unless it is only rounding', () => {
  expect(costWords({ costUsd: 2, unattributedUsd: 0.25 }, formats)).toBe('$2.00, $0.25 unattributed')
  expect(costWords({ costUsd: 2, unattributedUsd: 0.004 }, formats)).toBe('$2.00')
  expect(costWords({ costUsd: 2, unattributedUsd: null }, formats)).toBe('$2.00')
  expect(reportMarkdown(sampleReport({ unattributedUsd: 1 }), formats)).toContain('- Cost: $2.61, $1.00 unattributed')
})
