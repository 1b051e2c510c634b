import { create } from 'zustand'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { openable, shellAsks } from './open-link-check.ts'
import { toast } from './toast-list.ts'

const useAsked = create<{ url: URL | null }>()(() => ({ url: null }))

/** Shows the whole address and asks, unless the desktop's shell does; opens it then in a new window that knows nothing of this one. */
export function askToOpen(url: string): void {
  const address = openable(url)
  if (address === null) {
    toast({
      title: 'Not opened',
      body: `Only http and https addresses are opened, not ${url.slice(0, 200)}`,
      kind: 'problem',
    })
    return
  }
  if (shellAsks(location)) openApart(address)
  else useAsked.setState({ url: address })
}

function openApart(address: URL): void {
  window.open(address.href, '_blank', 'noopener,noreferrer')
}

/** The question itself; once in the page. */
export function OpenLinkDialog() {
  const url = useAsked((state) => state.url)
  const close = (): void => useAsked.setState({ url: null })
  const open = (): void => {
    if (url !== null) openApart(url)
    close()
  }
  return (
    <Dialog
      open={url !== null}
      onClose={close}
      title="Open this address?"
      width="sm"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={open}>
            Open
          </Button>
        </>
      }
    >
      <p className="text-muted">An agent or a program wrote it. It opens on {url?.host ?? ''}:</p>
      <p className="mt-2 max-h-48 overflow-y-auto rounded border border-border bg-surface-2 p-2 font-mono text-sm wrap-anywhere">
        {url?.href}
      </p>
    </Dialog>
  )
}
