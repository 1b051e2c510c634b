import { Plus, Trash2 } from 'lucide-react'
import { DEFAULT_POLICY, Policy } from '../../../contract/policy.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { layerOfDraft } from './policy-draft.ts'
import { ThresholdFields } from './threshold-fields.tsx'
import { Part, type SectionProps } from './section.tsx'
import type { ModelRow } from './settings-draft.ts'
import { ThresholdPreview } from './threshold-preview.tsx'

/** When sessions hand over: for all models, and for some that differ. */
export function ThresholdsSection({ draft, onChange, errors, disabled }: SectionProps) {
  const shown = Policy.safeParse({ ...DEFAULT_POLICY, ...layerOfDraft(draft.policy).layer })
  const { models } = draft
  const setRow = (index: number, row: ModelRow): void =>
    onChange({ ...draft, models: models.map((each, at) => (at === index ? row : each)) })
  return (
    <>
      <Part
        title="All models"
        help="A session hands over when its context reaches one of the two points, whichever comes first. An empty field takes the default."
      >
        <ThresholdFields
          draft={draft.policy}
          onChange={(policy) => onChange({ ...draft, policy })}
          errors={errors}
          base={DEFAULT_POLICY}
          disabled={disabled}
        />
        <ThresholdPreview policy={shown.success ? shown.data : DEFAULT_POLICY} />
      </Part>
      <Part
        title="Some models"
        help="For models whose id begins as given; the longest beginning wins. What is empty is as for all models."
        action={
          <Button
            size="sm"
            icon={<Plus />}
            disabled={disabled}
            onClick={() => onChange({ ...draft, models: [...models, { prefix: '', percent: null, tokens: null }] })}
          >
            Add a model
          </Button>
        }
      >
        {models.length > 0 && (
          <table className="w-full table-fixed">
            <thead>
              <tr className="text-left text-sm text-muted [&>th]:pb-1 [&>th]:font-normal">
                <th scope="col">Model id begins with</th>
                <th scope="col" className="w-32">
                  Due at
                </th>
                <th scope="col" className="w-48">
                  But no later than
                </th>
                <th scope="col" className="w-9">
                  <span className="sr-only">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {models.map((row, index) => (
                <ModelLine
                  // oxlint-disable-next-line react/no-array-index-key -- a row has no name of its own: even its prefix is edited
                  key={index}
                  row={row}
                  error={errors[`model ${index}`]}
                  disabled={disabled}
                  onChange={(next) => setRow(index, next)}
                  onRemove={() => onChange({ ...draft, models: models.filter((_, at) => at !== index) })}
                />
              ))}
            </tbody>
          </table>
        )}
      </Part>
    </>
  )
}

interface ModelLineProps {
  row: ModelRow
  error: string | undefined
  disabled: boolean
  onChange: (row: ModelRow) => void
  onRemove: () => void
}

function ModelLine({ row, error, disabled, onChange, onRemove }: ModelLineProps) {
  const name = row.prefix === '' ? 'new model' : row.prefix
  return (
    <>
      <tr className="[&>td]:py-1 [&>td]:pr-2">
        <td>
          <TextInput
            mono
            aria-label="Model id begins with"
            aria-invalid={error !== undefined || undefined}
            placeholder="claude-sonnet"
            disabled={disabled}
            value={row.prefix}
            onChange={(prefix) => onChange({ ...row, prefix })}
          />
        </td>
        <td>
          <NumberInput
            label={`Due at, ${name}`}
            unit="%"
            step={5}
            disabled={disabled}
            value={row.percent}
            onChange={(percent) => onChange({ ...row, percent })}
          />
        </td>
        <td>
          <NumberInput
            label={`But no later than, ${name}`}
            unit="tokens"
            step={10_000}
            disabled={disabled}
            value={row.tokens}
            onChange={(tokens) => onChange({ ...row, tokens })}
          />
        </td>
        <td>
          <IconButton label={`Remove ${name}`} icon={<Trash2 />} disabled={disabled} onClick={onRemove} />
        </td>
      </tr>
      {error !== undefined && (
        <tr>
          <td colSpan={4} className="pb-1 text-sm text-failed">
            <p role="alert">{error}</p>
          </td>
        </tr>
      )}
    </>
  )
}
