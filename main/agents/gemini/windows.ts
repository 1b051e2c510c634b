/** As Gemini CLI 0.61.0 has it: all models of the API, and the open ones. Tokens. */
const GEMINI_WINDOW = 1_048_576
const GEMMA_WINDOW = 256_000

/** The window of a model in tokens; null: not known. */
export function windowOf(model: string): number | null {
  const bare = model.slice(model.lastIndexOf('/') + 1)
  if (bare.startsWith('gemini-')) return GEMINI_WINDOW
  return bare.startsWith('gemma-4-') ? GEMMA_WINDOW : null
}
