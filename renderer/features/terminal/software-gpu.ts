/** Names under which browsers offer WebGL that the processor draws: SwiftShader, Mesa's llvmpipe and softpipe, Windows' WARP. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i

/** Whether what draws WebGL is no GPU. Browsers do not reliably say so by `failIfMajorPerformanceCaveat`. */
export function isSoftwareRenderer(name: string): boolean {
  return SOFTWARE.test(name)
}
