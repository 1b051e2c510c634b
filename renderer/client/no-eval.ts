import { z } from 'zod'

// The page's policy has no `unsafe-eval`; zod would try for it at the first schema, which browsers report as an attack.
z.config({ jitless: true })
