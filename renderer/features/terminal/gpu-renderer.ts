import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'
import { GpuTurns } from './gpu-turns.ts'
import { isSoftwareRenderer } from './software-gpu.ts'

const turns = new GpuTurns()
let capable: boolean | null = null

/** Is there a GPU? Drawing with WebGL in software costs more than the DOM does. */
function hasGpu(): boolean {
  if (capable === null) {
    const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
    capable = context !== null && !isSoftwareRenderer(rendererOf(context))
    context?.getExtension('WEBGL_lose_context')?.loseContext()
  }
  return capable
}

function rendererOf(context: WebGL2RenderingContext): string {
  const names = context.getExtension('WEBGL_debug_renderer_info')
  return String(context.getParameter(names === null ? context.RENDERER : names.UNMASKED_RENDERER_WEBGL))
}

export interface GpuRenderer {
  /** The terminal is on screen: draws it with the GPU where it may. */
  show(): void
  /** It is not: its context is for others. */
  hide(): void
  dispose(): void
}

/** Draws a visible terminal by WebGL; when its context is lost twice too often by the DOM, that terminal alone. */
export function gpuRenderer(id: string, terminal: Terminal): GpuRenderer {
  let addon: WebglAddon | null = null

  const letGo = (): void => {
    const gone = addon
    addon = null
    turns.release(id)
    try {
      gone?.dispose()
    } catch {
      // A lost context can no longer be tidied up; the DOM renderer is in force all the same.
    }
  }
  const lost = (): void => {
    if (addon === null) return
    letGo()
    const again = turns.lost(id)
    terminal.refresh(0, terminal.rows - 1)
    if (again) show()
  }
  const show = (): void => {
    if (addon !== null || !hasGpu() || !turns.take(id)) return
    const next = new WebglAddon()
    next.onContextLoss(() => {
      if (addon === next) lost()
    })
    addon = next
    try {
      terminal.loadAddon(next)
    } catch {
      // No context could be made, say because other pages have them all: as one that was lost.
      letGo()
      turns.lost(id)
    }
  }
  return {
    show,
    hide: letGo,
    dispose() {
      letGo()
      turns.forget(id)
    },
  }
}
