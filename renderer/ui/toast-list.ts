import { Toast } from '@base-ui/react/toast'
import { describeProblem, type Problem } from '../../contract/problem.ts'

export type ToastKind = 'info' | 'done' | 'problem' | 'attention' | 'progress'

export interface ToastOptions {
  title: string
  body?: string
  kind?: ToastKind
  /** What a press on its button does; the toast closes. */
  action?: { label: string; run: () => void }
}

/** ms. Long enough to read two lines; one with a problem stays longer, one with a progress until it is closed. */
const STAYS_MS: Record<ToastKind, number> = {
  info: 6_000,
  done: 5_000,
  problem: 12_000,
  attention: 12_000,
  progress: 0,
}

/** The list that `Toasts` shows. */
export const toastList = Toast.createToastManager<{ kind: ToastKind }>()

/** Shows a short word to the person; returns its id. */
export function toast({ title, body, kind = 'info', action }: ToastOptions): string {
  const id: string = toastList.add({
    title,
    description: body,
    type: kind,
    timeout: STAYS_MS[kind],
    data: { kind },
    ...(action && {
      actionProps: {
        children: action.label,
        onClick: () => {
          action.run()
          toastList.close(id)
        },
      },
    }),
  })
  return id
}

export function toastProblem(problem: Problem): string {
  const { thing, cause, remedy } = problem
  const body = describeProblem({ ...problem, thing, cause, remedy }).slice(thing.length + 2)
  return toast({ title: thing, body: body.charAt(0).toUpperCase() + body.slice(1), kind: 'problem' })
}

export function closeToast(id: string): void {
  toastList.close(id)
}
