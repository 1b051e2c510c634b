import { z } from 'zod'

const ResultBlock = z.object({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.unknown().optional(),
  is_error: z.boolean().optional(),
})
const CallBlock = z.object({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
})
const TextBlock = z.object({ type: z.literal('text'), text: z.string() })
/** Thinking, images and whatever comes later: carried, never read. */
const OtherBlock = z.object({ type: z.string() })

export const Block = z.union([TextBlock, CallBlock, ResultBlock, OtherBlock])
export type Block = z.infer<typeof Block>

export const Message = z.object({
  /** Since Claude Code 2.1.3xx `system` stands in the middle of a conversation too. */
  role: z.enum(['user', 'assistant', 'system']),
  content: z.union([z.string(), z.array(Block)]),
})
export type Message = z.infer<typeof Message>

/** The parts of a `POST /v1/messages` body that the scripted model reads. */
export const MessagesRequest = z.object({
  model: z.string(),
  messages: z.array(Message),
  tools: z.array(z.object({ name: z.string().optional() })).optional(),
  max_tokens: z.number().optional(),
  stream: z.boolean().optional(),
  output_config: z.object({ format: z.unknown().optional() }).optional(),
})
export type MessagesRequest = z.infer<typeof MessagesRequest>

export function isText(block: Block): block is z.infer<typeof TextBlock> {
  return block.type === 'text' && 'text' in block
}

export function isCall(block: Block): block is z.infer<typeof CallBlock> {
  return block.type === 'tool_use' && 'input' in block
}

export function isResult(block: Block): block is z.infer<typeof ResultBlock> {
  return block.type === 'tool_result' && 'tool_use_id' in block
}

/** The text of a message's or a tool result's content. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part: unknown) => TextBlock.safeParse(part))
    .flatMap((parsed) => (parsed.success ? [parsed.data.text] : []))
    .join('\n')
}
