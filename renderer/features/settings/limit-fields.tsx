import { Field } from '../../ui/field.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { FIELD_PAIR, type PolicyFieldsProps, shown } from './policy-fields.ts'

/** When a series stops by itself. */
export function LimitFields({ draft, onChange, errors, base, disabled = false }: PolicyFieldsProps) {
  return (
    <div className={FIELD_PAIR}>
      <Field
        label="Most sessions"
        error={errors.maxSessions}
        help="Fresh ones; a resumed one does not count. Empty: no limit."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            placeholder={shown(base.maxSessions, 'no limit')}
            value={draft.maxSessions}
            onChange={(maxSessions) => onChange({ ...draft, maxSessions })}
          />
        )}
      </Field>
      <Field
        label="Most cost"
        error={errors.maxCostUsd}
        help="At list prices, also under a subscription. Empty: no limit."
      >
        {(ids) => (
          <NumberInput
            {...ids}
            {...{ disabled }}
            unit="USD"
            placeholder={shown(base.maxCostUsd, 'no limit')}
            value={draft.maxCostUsd}
            onChange={(maxCostUsd) => onChange({ ...draft, maxCostUsd })}
          />
        )}
      </Field>
      <Field
        label="Longest time"
        error={errors.maxDuration}
        help="As 90m or 2h; waits for you or for a limit do not count. Empty: no limit."
      >
        {(ids) => (
          <TextInput
            {...ids}
            {...{ disabled }}
            placeholder="no limit"
            value={draft.maxDuration}
            onChange={(maxDuration) => onChange({ ...draft, maxDuration })}
          />
        )}
      </Field>
      <Field
        label="Wait for you"
        error={errors.waitForHuman}
        help="How long it waits for an answer before it calls for attention. Empty: for ever."
      >
        {(ids) => (
          <TextInput
            {...ids}
            {...{ disabled }}
            placeholder="for ever"
            value={draft.waitForHuman}
            onChange={(waitForHuman) => onChange({ ...draft, waitForHuman })}
          />
        )}
      </Field>
    </div>
  )
}

/** A command that must succeed before a series is done. */
export function VerifyField({ draft, onChange, errors, disabled = false }: PolicyFieldsProps) {
  return (
    <Field
      label="Verify with"
      error={errors.verify}
      help="A shell command that must succeed when all tasks are done, as: npm test. Its failure is given back to the agent."
    >
      {(ids) => (
        <TextInput
          {...ids}
          {...{ disabled }}
          mono
          placeholder="none"
          value={draft.verify}
          onChange={(verify) => onChange({ ...draft, verify })}
        />
      )}
    </Field>
  )
}
