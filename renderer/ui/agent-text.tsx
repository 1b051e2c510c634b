import { cleanLine, cleanText } from '../../contract/text.ts'

export interface AgentTextProps {
  text: string
  /** All lines, as they are; else one line, cut off where it does not fit. */
  block?: boolean
  className?: string
}

/** Text that an agent wrote: data. What could hide or reorder it is taken out; nothing in it is a link or a mark-up. */
export function AgentText({ text, block = false, className = '' }: AgentTextProps) {
  if (block) return <p className={`wrap-anywhere whitespace-pre-wrap ${className}`}>{cleanText(text)}</p>
  const line = cleanLine(text, 500)
  return (
    <span className={`truncate ${className}`} title={line}>
      {line}
    </span>
  )
}
