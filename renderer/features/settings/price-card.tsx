import { Trash2 } from 'lucide-react'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { AGENT_OPTIONS } from './agent-options.ts'
import type { PriceDraft, PriceName } from './usage-draft.ts'

const FIGURES: { name: PriceName; label: string; placeholder?: string }[] = [
  { name: 'input', label: 'Input' },
  { name: 'output', label: 'Output' },
  { name: 'cacheRead', label: 'Cache read' },
  { name: 'cacheWrite5m', label: 'Write 5 min', placeholder: 'as input' },
  { name: 'cacheWrite1h', label: 'Write 1 h', placeholder: 'as input' },
]

interface PriceCardProps {
  price: PriceDraft
  /** Of the card, from 1. */
  number: number
  errors: Readonly<Record<string, string>>
  disabled: boolean
  onChange: (price: PriceDraft) => void
  onRemove: () => void
}

/** A person's own prices of some models. */
export function PriceCard({ price, number, errors, disabled, onChange, onRemove }: PriceCardProps) {
  const set = (change: Partial<PriceDraft>): void => onChange({ ...price, ...change })
  const text = (name: Exclude<keyof PriceDraft, 'agent' | 'fast'>, label: string, placeholder?: string) => (
    <Field key={name} label={label} error={errors[name]}>
      {(ids) => (
        <TextInput
          {...ids}
          placeholder={placeholder}
          disabled={disabled}
          value={price[name]}
          onChange={(next) => set({ [name]: next })}
        />
      )}
    </Field>
  )
  return (
    <section aria-label={`Prices ${number}`} className="grid gap-3 rounded-md border border-border p-3">
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,11rem)_auto] items-start gap-3">
        <Field label="Models" error={errors['models']}>
          {(ids) => (
            <TextInput
              {...ids}
              mono
              placeholder="gpt-5.5, my-gateway-alias"
              disabled={disabled}
              value={price.models}
              onChange={(models) => set({ models })}
            />
          )}
        </Field>
        <Field label="Agent">
          {({ id }) => (
            <Select
              id={id}
              label="Agent"
              options={AGENT_OPTIONS}
              value={price.agent}
              disabled={disabled}
              onChange={(agent) => set({ agent })}
              className="w-full"
            />
          )}
        </Field>
        <IconButton
          label={`Remove prices ${number}`}
          icon={<Trash2 />}
          disabled={disabled}
          onClick={onRemove}
          className="mt-6"
        />
      </div>
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-sm text-muted">USD per million tokens</legend>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] items-start gap-3">
          {FIGURES.map(({ name, label, placeholder }) => text(name, label, placeholder))}
        </div>
      </fieldset>
      <fieldset className="grid gap-1">
        <legend className="pb-1 text-sm text-muted">Only for requests</legend>
        <div className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] items-start gap-3">
          {text('from', 'From day', 'any')}
          {text('until', 'Before day', 'any')}
          {text('upToTokens', 'Prompt up to tokens', 'any size')}
          <div className="self-end pb-1.5">
            <Switch label="In fast mode" checked={price.fast} disabled={disabled} onChange={(fast) => set({ fast })} />
          </div>
        </div>
      </fieldset>
    </section>
  )
}
