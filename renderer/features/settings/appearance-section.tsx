import { Monitor, Moon, Sun } from 'lucide-react'
import { Field } from '../../ui/field.tsx'
import { NumberInput } from '../../ui/number-input.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Part, type SectionProps } from './section.tsx'

const THEMES = [
  {
    value: 'system',
    title: (
      <>
        <Monitor aria-hidden /> System
      </>
    ),
    name: 'System',
  },
  {
    value: 'light',
    title: (
      <>
        <Sun aria-hidden /> Light
      </>
    ),
    name: 'Light',
  },
  {
    value: 'dark',
    title: (
      <>
        <Moon aria-hidden /> Dark
      </>
    ),
    name: 'Dark',
  },
] as const

export function AppearanceSection({ draft, onChange, errors, disabled }: SectionProps) {
  const { appearance } = draft
  return (
    <>
      <Part title="Theme" help="System follows what your desktop or browser says.">
        <Segmented
          label="Theme"
          options={THEMES}
          value={appearance.theme}
          disabled={disabled}
          onChange={(theme) => onChange({ ...draft, appearance: { ...appearance, theme } })}
        />
      </Part>
      <Part title="Terminal">
        <Field label="Font size" error={errors.terminalFontSize} className="max-w-52">
          {(ids) => (
            <NumberInput
              {...ids}
              unit="px"
              disabled={disabled}
              value={appearance.terminalFontSize}
              onChange={(terminalFontSize) => onChange({ ...draft, appearance: { ...appearance, terminalFontSize } })}
            />
          )}
        </Field>
      </Part>
    </>
  )
}
