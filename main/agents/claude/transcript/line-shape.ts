/** What stands at the start of a line tells what to do with it: most lines are copies of prompts and tool results. */
export type LineShape =
  /** A model's response, whose content need not be decoded. */
  | { kind: 'response'; line: string; message: string }
  /** A prompt or a tool result. */
  | { kind: 'user' }
  /** It has a time and nothing else of use. */
  | { kind: 'timed' }
  | { kind: 'idle' }
  /** To be decoded as a whole. */
  | { kind: 'telling' }

const CLOSED = 0x7d
/** Enough for the keys before a line's content. Bytes. */
const HEAD_BYTES = 400
const META = Buffer.from('{"type":"')
const CHAINED = Buffer.from('{"parentUuid":')
/** Lines without a chain that are read. All others of that form are the agent's own book-keeping. */
const TOLD = /^(?:cost-state|custom-title|ai-title|user|assistant|system|attachment|progress)"/
const LONGEST_TYPE = 16
const SCALAR = String.raw`"\w+":(?:null|true|false|-?\d[\d.]*|"(?:[^"\\]|\\.)*"),`
/** As Claude Code writes lines: plain values first, `message` behind them, in it plain values and then its content. */
const HEAD = new RegExp(String.raw`^\{((?:${SCALAR})*)(?:"message":\{((?:${SCALAR})*)("content":)?)?`)
const SYSTEM = /"type":"system","subtype":"(\w+)"/
/** What the agent says of itself that matters here. */
const SYSTEM_TOLD = new Set(['compact_boundary', 'api_error', 'turn_duration'])

const IDLE: LineShape = { kind: 'idle' }
const TELLING: LineShape = { kind: 'telling' }
const TIMED: LineShape = { kind: 'timed' }
const USER: LineShape = { kind: 'user' }

/**
 * The shape of the line from `start` to `end` (without its newline). `hasUsage`: whether it names output tokens; asked of a
 * response, or of another line, in which they can only stand at the end.
 */
export function shapeOf(
  bytes: Buffer,
  start: number,
  end: number,
  hasUsage: (isResponse: boolean) => boolean,
): LineShape {
  // A torn line, or two in one.
  if (bytes[end - 1] !== CLOSED) return TELLING
  if (beginsWith(bytes, start, CHAINED)) return chainedShape(bytes, start, end, hasUsage)
  if (!beginsWith(bytes, start, META)) return TELLING
  const type = bytes.toString('latin1', start + META.length, Math.min(start + META.length + LONGEST_TYPE, end))
  return TOLD.test(type) || hasUsage(false) ? TELLING : IDLE
}

function chainedShape(
  bytes: Buffer,
  start: number,
  end: number,
  hasUsage: (isResponse: boolean) => boolean,
): LineShape {
  const head = HEAD.exec(bytes.toString('latin1', start, Math.min(start + HEAD_BYTES, end)))
  // What is not ASCII is decoded with the rest of its line.
  if (head === null || /[\u0080-\u00ff]/.test(head[0])) return TELLING
  const [, line = '', message, content] = head
  if (message?.startsWith('"id":') === true) {
    // A response has usage; one that names none is not as it should be.
    return content !== undefined && hasUsage(true) ? { kind: 'response', line, message } : TELLING
  }
  if (hasUsage(false)) return TELLING
  if (line.includes('"type":"user"')) return USER
  const subtype = SYSTEM.exec(line)?.[1]
  if (subtype !== undefined) return SYSTEM_TOLD.has(subtype) ? TELLING : TIMED
  return line.includes('"type":"assistant"') ? TELLING : TIMED
}

function beginsWith(bytes: Buffer, start: number, word: Buffer): boolean {
  for (let n = 0; n < word.length; n++) if (bytes[start + n] !== word[n]) return false
  return true
}
