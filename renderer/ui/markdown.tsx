import type { ReactNode } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { cleanText } from '../../contract/text.ts'
import { openable } from './open-link-check.ts'
import { askToOpen } from './open-link.tsx'

/** Markdown that an agent wrote: no HTML, no image is loaded, links are shown in full and asked. */
export function AgentMarkdown({ text }: { text: string }) {
  return (
    <div className="agent-markdown max-w-[80ch] wrap-anywhere">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS} urlTransform={(url) => url}>
        {cleanText(text)}
      </ReactMarkdown>
    </div>
  )
}

const PLUGINS_LOOK = {
  heading: 'mt-4 mb-1.5 font-semibold first:mt-0',
  list: 'my-1.5 grid gap-0.5 pl-5',
  cell: 'border border-border px-2 py-1 text-left',
}

const COMPONENTS: Components = {
  h1: ({ children }) => <h3 className={`${PLUGINS_LOOK.heading} text-xl`}>{children}</h3>,
  h2: ({ children }) => <h4 className={`${PLUGINS_LOOK.heading} text-lg`}>{children}</h4>,
  h3: ({ children }) => <h5 className={PLUGINS_LOOK.heading}>{children}</h5>,
  h4: ({ children }) => <h6 className={PLUGINS_LOOK.heading}>{children}</h6>,
  h5: ({ children }) => <h6 className={PLUGINS_LOOK.heading}>{children}</h6>,
  h6: ({ children }) => <h6 className={PLUGINS_LOOK.heading}>{children}</h6>,
  p: ({ children }) => <p className="my-1.5">{children}</p>,
  ul: ({ children }) => <ul className={`${PLUGINS_LOOK.list} list-disc`}>{children}</ul>,
  ol: ({ children }) => <ol className={`${PLUGINS_LOOK.list} list-decimal`}>{children}</ol>,
  blockquote: ({ children }) => (
    <blockquote className="my-2 border-l-2 border-border-strong pl-3 text-muted">{children}</blockquote>
  ),
  code: ({ children }) => <code className="rounded bg-surface-2 px-1 font-mono text-sm">{children}</code>,
  pre: ({ children }) => (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide block scrolls by itself: the keyboard must reach it
      tabIndex={0}
      className="my-2 overflow-x-auto rounded-md border border-border bg-surface-2 p-2 font-mono text-sm"
    >
      {children}
    </pre>
  ),
  hr: () => <hr className="my-3 border-border" />,
  table: ({ children }) => (
    <div className="my-2 overflow-x-auto">
      <table className="border-collapse">{children}</table>
    </div>
  ),
  th: ({ children }) => <th className={`${PLUGINS_LOOK.cell} bg-surface-2 font-semibold`}>{children}</th>,
  td: ({ children }) => <td className={PLUGINS_LOOK.cell}>{children}</td>,
  input: ({ checked }) => (
    <span className="mr-1">
      <span aria-hidden>{checked === true ? '☑' : '☐'}</span>
      <span className="sr-only">{checked === true ? 'done:' : 'open:'}</span>
    </span>
  ),
  a: ({ href, children }) => <AgentLink href={href ?? ''}>{children}</AgentLink>,
  img: ({ alt, src }) => (
    <span className="rounded bg-surface-2 px-1 font-mono text-sm">
      [image: {alt === undefined || alt === '' ? 'no text' : alt}
      {typeof src === 'string' && src !== '' ? `, ${src}` : ''}]
    </span>
  ),
}

/** The address stands beside the words where they differ: a link's text can lie. */
function AgentLink({ href, children }: { href: string; children: ReactNode }) {
  const address = openable(href)
  if (address === null)
    return (
      <span>
        {children}
        {href === '' ? '' : ` (${href})`}
      </span>
    )
  const says = typeof children === 'string' ? children : null
  return (
    <button
      type="button"
      className="inline cursor-pointer text-left text-accent underline underline-offset-2"
      onClick={() => askToOpen(href)}
    >
      {children}
      {says === href || says === address.href ? '' : ` (${address.href})`}
    </button>
  )
}
