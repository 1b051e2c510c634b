import type { ReactNode } from 'react'
import type { SettingsDraft, SettingsErrors } from './settings-draft.ts'

/** What every section of the settings gets. */
export interface SectionProps {
  draft: SettingsDraft
  onChange: (draft: SettingsDraft) => void
  errors: SettingsErrors
  /** The page may only look. */
  disabled: boolean
}

export interface PartProps {
  title: string
  help?: ReactNode
  children: ReactNode
  /** At the right end of the title. */
  action?: ReactNode
}

/** A part of a section with its title. */
export function Part({ title, help, children, action }: PartProps) {
  return (
    <section className="grid gap-3 border-border not-first:border-t not-first:pt-5">
      <div className="flex items-start justify-between gap-4">
        <div>
          <h3 className="font-semibold">{title}</h3>
          {help !== undefined && <p className="text-muted text-pretty">{help}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
