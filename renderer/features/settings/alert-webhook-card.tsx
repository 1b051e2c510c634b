import { Trash2 } from 'lucide-react'
import { useSettings } from '../../stores/board.ts'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { AlertTestButton } from './alert-test-button.tsx'
import type { WebhookDraft } from './alerts-draft.ts'

interface AlertWebhookCardProps {
  webhook: WebhookDraft
  errors: Readonly<Record<string, string>>
  disabled: boolean
  onChange: (webhook: WebhookDraft) => void
  onRemove: () => void
}

export function AlertWebhookCard({ webhook, errors, disabled, onChange, onRemove }: AlertWebhookCardProps) {
  const { id, url, secretFile } = webhook
  const saved = useSettings()?.settings.alerts.webhooks.find((one) => one.id === id)
  const ready = saved !== undefined && saved.url === url && (saved.secretFile ?? '') === secretFile
  const set = (change: Partial<WebhookDraft>): void => onChange({ ...webhook, ...change })
  return (
    <section aria-label={`Webhook ${id}`} className="grid gap-3 rounded-md border border-border p-3">
      <div className="grid grid-cols-[minmax(0,12rem)_minmax(0,1fr)_auto] items-start gap-3">
        <Field label="Name" error={errors['id']}>
          {(ids) => <TextInput {...ids} mono disabled={disabled} value={id} onChange={(next) => set({ id: next })} />}
        </Field>
        <Field label="Address" error={errors['url']}>
          {(ids) => (
            <TextInput
              {...ids}
              mono
              placeholder="https://example.org/hook"
              disabled={disabled}
              value={url}
              onChange={(next) => set({ url: next })}
            />
          )}
        </Field>
        <IconButton
          label={`Remove the webhook ${id}`}
          icon={<Trash2 />}
          disabled={disabled}
          onClick={onRemove}
          className="mt-6"
        />
      </div>
      <Field
        label="File with the secret"
        help="Signs each call. Only you may be able to read it (0600). Empty: calls are not signed."
        error={errors['secretFile']}
      >
        {(ids) => (
          <TextInput
            {...ids}
            mono
            disabled={disabled}
            value={secretFile}
            onChange={(next) => set({ secretFile: next })}
          />
        )}
      </Field>
      <AlertTestButton channel={id} label="Test" ready={ready} disabled={disabled} />
    </section>
  )
}
