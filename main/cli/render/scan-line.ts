import type { ScanState } from '../../../contract/observed.ts'
import { piece, type Line } from './line.ts'

const KILOBYTE = 1_000

/** `reading transcripts: 1,204 of 2,000 files, 612 MB of 1.0 GB` */
export function scanLine({ files, bytes }: Pick<ScanState, 'files' | 'bytes'>): Line {
  const read = `${files.done.toLocaleString('en')} of ${files.total.toLocaleString('en')} files`
  return [
    piece('reading transcripts: ', 'quiet'),
    piece(`${read}, ${bytesText(bytes.done)} of ${bytesText(bytes.total)}`),
  ]
}

/** 0 B, 12 kB, 612 MB, 1.0 GB */
export function bytesText(bytes: number): string {
  if (bytes < KILOBYTE) return `${bytes} B`
  if (bytes < KILOBYTE ** 2) return `${Math.round(bytes / KILOBYTE)} kB`
  if (bytes < KILOBYTE ** 3) return `${Math.round(bytes / KILOBYTE ** 2)} MB`
  return `${(bytes / KILOBYTE ** 3).toFixed(1)} GB`
}
