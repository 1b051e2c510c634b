import type { IParser } from '@xterm/xterm'

/** Queries that a terminal answers by itself: device attributes, status and cursor, modes. */
const CSI_QUERIES = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { prefix: '>', final: 'q' },
  { final: 't' },
]
/** Colours of the palette, of text, background and cursor: set with a colour, asked for with a "?". */
const OSC_COLOURS = [4, 10, 11, 12]
/** DECRQSS. */
const STATUS_STRING = { intermediates: '$', final: 'q' }

/**
 * Lets this terminal answer a program's queries only while `answers()`: with several viewers the one that sizes the
 * terminal answers, else a program would get each answer twice.
 */
export function guardQueries(parser: IParser, answers: () => boolean): void {
  // A handler that returns true ends the matter: the terminal's own, older one is not asked.
  for (const id of CSI_QUERIES) parser.registerCsiHandler(id, () => !answers())
  for (const id of OSC_COLOURS) parser.registerOscHandler(id, (data) => data.includes('?') && !answers())
  parser.registerDcsHandler(STATUS_STRING, () => !answers())
}
