import { Trash2 } from 'lucide-react'
import { useSettings } from '../../stores/board.ts'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextArea, TextInput } from '../../ui/text-input.tsx'
import { AlertTestButton } from './alert-test-button.tsx'
import type { CommandDraft } from './alerts-draft.ts'

interface AlertCommandCardProps {
  command: CommandDraft
  errors: Readonly<Record<string, string>>
  disabled: boolean
  onChange: (command: CommandDraft) => void
  onRemove: () => void
}

export function AlertCommandCard({ command, errors, disabled, onChange, onRemove }: AlertCommandCardProps) {
  const { id, words } = command
  const saved = useSettings()?.settings.alerts.commands.find((one) => one.id === id)
  const ready = saved !== undefined && saved.argv.join('\n') === words
  return (
    <section aria-label={`Command ${id}`} className="grid gap-3 rounded-md border border-border p-3">
      <div className="grid grid-cols-[minmax(0,12rem)_minmax(0,1fr)_auto] items-start gap-3">
        <Field label="Name" error={errors['id']}>
          {(ids) => (
            <TextInput
              {...ids}
              mono
              disabled={disabled}
              value={id}
              onChange={(next) => onChange({ id: next, words })}
            />
          )}
        </Field>
        <Field
          label="Program and arguments"
          help="Each on a line of its own; the program by its whole path."
          error={errors['argv']}
        >
          {(ids) => (
            <TextArea
              {...ids}
              rows={3}
              spellCheck={false}
              placeholder={'/usr/bin/notify-send\nBaton'}
              className="font-mono text-sm"
              disabled={disabled}
              value={words}
              onChange={(next) => onChange({ id, words: next })}
            />
          )}
        </Field>
        <IconButton
          label={`Remove the command ${id}`}
          icon={<Trash2 />}
          disabled={disabled}
          onClick={onRemove}
          className="mt-6"
        />
      </div>
      <AlertTestButton channel={id} label="Test" ready={ready} disabled={disabled} />
    </section>
  )
}
