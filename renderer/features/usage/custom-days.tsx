import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { Range } from './address.ts'
import { daysOfRange, isDay } from './days.ts'

export interface CustomDaysProps {
  range: Range
  today: string
  onChoose: (range: { from: string; until: string }) => void
}

/** First and last day of one's own choice. */
export function CustomDays({ range, today, onChoose }: CustomDaysProps) {
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState(today)
  const [until, setUntil] = useState(today)
  const wrong =
    !isDay(from) || !isDay(until) ? 'Give both days' : from > until ? 'The last day comes before the first' : null
  const change = (next: boolean): void => {
    if (next) {
      const days = daysOfRange(range, today)
      setFrom(days.from ?? today)
      setUntil(days.until ?? today)
    }
    setOpen(next)
  }
  return (
    <Popover
      title="Choose days"
      open={open}
      onOpenChange={change}
      trigger={<IconButton label="Choose days" icon={<CalendarDays />} variant="secondary" side="bottom" />}
      className="p-3"
    >
      <form
        className="grid grid-cols-2 gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (wrong !== null) return
          onChoose({ from, until })
          setOpen(false)
        }}
      >
        <Field label="First day">
          {(ids) => <TextInput {...ids} type="date" value={from} max={today} onChange={setFrom} />}
        </Field>
        <Field label="Last day" error={wrong}>
          {(ids) => <TextInput {...ids} type="date" value={until} max={today} onChange={setUntil} />}
        </Field>
        <Button type="submit" variant="primary" className="col-span-2" disabled={wrong !== null}>
          Show these days
        </Button>
      </form>
    </Popover>
  )
}
