import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Bug } from 'lucide-react'

interface Props {
  children: ReactNode
  /** Another value gives the content another chance: the address, for a screen. */
  resetOn?: string | undefined
}

interface State {
  error: Error | null
  shownFor: string | undefined
}

/** A bug in a screen takes down that screen alone, and says what to do. Nothing that runs in the core is touched. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, shownFor: this.props.resetOn }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  static getDerivedStateFromProps({ resetOn }: Props, { shownFor }: State): Partial<State> | null {
    return resetOn === shownFor ? null : { error: null, shownFor: resetOn }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <main className="flex-1 overflow-y-auto">
        <EmptyState
          icon={<Bug />}
          title="This screen broke"
          action={
            <>
              <Button variant="primary" onClick={() => this.setState({ error: null })}>
                Show it again
              </Button>
              <Button onClick={() => window.location.reload()}>Load the page anew</Button>
            </>
          }
          command="baton status"
        >
          It is a fault of the page. Your series go on; they do not need it. If it comes again, please report it with
          these words:
          <pre className="mt-3 max-h-40 overflow-auto rounded border border-border bg-surface-2 p-2 text-left font-mono text-sm wrap-anywhere whitespace-pre-wrap text-text">
            {error.message}
          </pre>
        </EmptyState>
      </main>
    )
  }
}
