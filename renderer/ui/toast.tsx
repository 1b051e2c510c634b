import { Toast } from '@base-ui/react/toast'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { buttonClasses } from './button.tsx'
import { Spinner } from './spinner.tsx'
import { type ToastKind, toastList } from './toast-list.ts'

export { closeToast, toast, toastProblem } from './toast-list.ts'
export type { ToastKind, ToastOptions } from './toast-list.ts'

const ICONS: Record<ToastKind, ReactNode> = {
  info: <Info aria-hidden className="text-muted" />,
  done: <CircleCheck aria-hidden className="text-done" />,
  problem: <CircleAlert aria-hidden className="text-failed" />,
  attention: <CircleAlert aria-hidden className="text-attention" />,
  progress: <Spinner className="text-muted" />,
}

/** Where toasts come up; once in the page. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toastList} limit={4}>
      <Toast.Portal>
        {/* Above the status line of a terminal: what came of a press must not cover the next one. */}
        <Toast.Viewport className="fixed right-4 bottom-12 z-50 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager<{ kind: ToastKind }>()
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      swipeDirection="right"
      className={classes(
        'float-surface transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0',
      )}
    >
      <Toast.Content className="flex items-start gap-2.5 p-3">
        <span className="mt-0.5 [&_svg]:size-4">{ICONS[item.data?.kind ?? 'info']}</span>
        <div className="min-w-0 flex-1">
          <Toast.Title render={<p />} className="font-medium wrap-anywhere" />
          <Toast.Description className="wrap-anywhere text-muted" />
          <Toast.Action className={classes(buttonClasses('secondary', 'sm'), 'mt-2 empty:hidden')} />
        </div>
        <Toast.Close
          aria-label="Close"
          className="flex size-6 shrink-0 items-center justify-center rounded text-muted hover:bg-surface-2 [&_svg]:size-3.5"
        >
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
