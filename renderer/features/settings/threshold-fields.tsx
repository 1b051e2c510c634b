import { Field } from '../../ui/field.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { type PolicyFieldsProps, shown } from './policy-fields.ts'

/** When a session hands over. */
export function ThresholdFields({ draft, onChange, errors, base, disabled = false }: PolicyFieldsProps) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(14rem,1fr))] items-start gap-x-4 gap-y-3">
      <Field
        label="Due at"
        error={errors.thresholdPercent}
        help="Share of the window. Later, answers get worse; the CLI itself compacts near the end."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="%"
            step={5}
            placeholder={shown(base.thresholdPercent)}
            value={draft.thresholdPercent}
            onChange={(thresholdPercent) => onChange({ ...draft, thresholdPercent })}
          />
        )}
      </Field>
      <Field
        label="But no later than"
        error={errors.thresholdTokens}
        help="For large windows: much context costs much with each answer."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="tokens"
            step={10_000}
            placeholder={shown(base.thresholdTokens)}
            value={draft.thresholdTokens}
            onChange={(thresholdTokens) => onChange({ ...draft, thresholdTokens })}
          />
        )}
      </Field>
      <Field
        label="Soft point"
        error={errors.softPercentOfDue}
        help="Share of the due point at which the session is told once how full it is."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="% of due"
            step={5}
            placeholder={shown(base.softPercentOfDue)}
            value={draft.softPercentOfDue}
            onChange={(softPercentOfDue) => onChange({ ...draft, softPercentOfDue })}
          />
        )}
      </Field>
    </div>
  )
}
