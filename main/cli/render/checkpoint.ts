import { cleanLine, cleanText } from '../../../contract/text.ts'
import type { Checkpoint } from '../../../contract/series.ts'
import { piece, type Line, type Tone } from './line.ts'
import { momentText, tokenText } from './numbers.ts'
import { labelled } from './series-view.ts'

/** A checkpoint with all that a person may want to check of it. */
export function checkpointLines(checkpoint: Checkpoint): Line[] {
  return [
    [piece(`Checkpoint ${checkpoint.n}`, 'strong'), piece(`  ${momentText(checkpoint.at)} · ${checkpoint.kind}`)],
    labelled('series', [piece(checkpoint.seriesId)]),
    labelled('reason', [piece(cleanLine(checkpoint.reason))]),
    labelled('boxes', [piece(`${checkpoint.boxesDone} done, ${checkpoint.boxesOpen} open`)]),
    labelled('context', [piece(tokenText(checkpoint.contextUsed))]),
    labelled('sha256', [piece(checkpoint.sha256)]),
    labelled('ref', refPieces(checkpoint)),
    ...checkpoint.files.map((file, index) =>
      labelled(index === 0 ? 'files' : '', [piece(cleanLine(file.path)), piece(`  ${file.bytes} B`, 'quiet')]),
    ),
    ...checkpoint.masked.map((path, index) =>
      labelled(index === 0 ? 'masked' : '', [piece(`${cleanLine(path)} held a secret`, 'warn')]),
    ),
    ...checkpoint.skipped.map((entry, index) =>
      labelled(index === 0 ? 'skipped' : '', [piece(`${cleanLine(entry.path)}: ${cleanLine(entry.why)}`, 'quiet')]),
    ),
  ]
}

function refPieces(checkpoint: Checkpoint): Line {
  if (checkpoint.ref !== null) return [piece(checkpoint.ref)]
  return [piece(`none: ${cleanLine(checkpoint.refProblem ?? 'not a git repository')}`, 'warn')]
}

/** Files of a checkpoint, each under its name. */
export function contentLines(contents: { path: string; text: string }[]): Line[] {
  return contents.flatMap(({ path, text }) => [
    [piece('')],
    [piece(`── ${cleanLine(path)} ──`, 'accent')],
    ...textLines(text).map((line): Line => [piece(line)]),
  ])
}

/** A unified diff, coloured as git does it. */
export function diffLines(diff: string): Line[] {
  return textLines(diff).map((line) => [piece(line, toneOfDiff(line))])
}

function textLines(text: string): string[] {
  return cleanText(text).replace(/\n$/, '').split('\n')
}

function toneOfDiff(line: string): Tone {
  if (/^(diff|index|---|\+\+\+) /.test(line)) return 'strong'
  if (line.startsWith('@@')) return 'accent'
  if (line.startsWith('+')) return 'good'
  return line.startsWith('-') ? 'bad' : 'plain'
}
