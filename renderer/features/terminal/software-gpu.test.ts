import { expect, it } from 'vitest'
import { isSoftwareRenderer } from './software-gpu.ts'

it('tells renderers of the processor from those of a GPU', () => {
  const software = [
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
    'llvmpipe (LLVM 17.0.6, 256 bits)',
    'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)',
    'Apple Software Renderer',
  ]
  const hardware = [
    'ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)',
    'ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)',
    'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'WebKit WebGL',
    '',
  ]
  expect(software.map(isSoftwareRenderer)).toEqual(software.map(() => true))
  expect(hardware.map(isSoftwareRenderer)).toEqual(hardware.map(() => false))
})
