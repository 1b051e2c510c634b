import { create } from 'zustand'
import type { SettingsForm } from './settings-form.ts'

/** Outlives the screen: who looks elsewhere for a moment loses no edit. */
export const useSettingsForm = create<{ form: SettingsForm | null }>()(() => ({ form: null }))

export function setForm(form: SettingsForm | null): void {
  useSettingsForm.setState({ form })
}
