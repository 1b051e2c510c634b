import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../ui/toast-list.ts'
import { IconButton } from '../../ui/icon-button.tsx'

/** Puts a text on the clipboard and says so on itself. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      toast({
        title: 'It was not copied',
        body: 'The browser does not let this page use the clipboard.',
        kind: 'problem',
      })
    }
  }
  return (
    <IconButton label={copied ? 'Copied' : label} icon={copied ? <Check /> : <Copy />} onClick={() => void copy()} />
  )
}
