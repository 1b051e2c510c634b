import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js'
import type { handleUnaryCall, ServiceDefinition } from '@grpc/grpc-js'
import type { ReceiverView } from '../../../contract/telemetry.ts'
import { SIGNALS } from '../../otlp/points.ts'
import type { Signal } from '../../otlp/points.ts'
import { CLOSE_GRACE_MS, HEADERS_TIMEOUT_MS, KEEP_ALIVE_MS, REQUEST_TIMEOUT_MS } from '../../server/limits.ts'
import { loopbackSite } from '../../server/site.ts'
import type { RunningReceiver } from '../types.ts'
import { exportResponse, RpcCode } from './answer-messages.ts'
import { openConnections } from './grpc-connections.ts'
import type { Connections } from './grpc-connections.ts'
import { callEnd, createGate } from './grpc-gate.ts'
import { handOver } from './hand-over.ts'
import type { HandOverParts } from './hand-over.ts'
import { createHeld } from './held.ts'
import { LOOPBACK } from './http.ts'
import type { ReceiverParts } from './http.ts'
import { BODY_LIMIT, HELD_LIMIT, PATIENCE_MS, RETRY_AFTER_MS } from './limits.ts'
import { placeReceiver } from './taken-port.ts'
import { createTally } from './tally.ts'

const SERVICES: Record<Signal, string> = {
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
}
/** Calls at once on one connection; more wait at the sender. */
const STREAM_LIMIT = 128
/** What one connection may make the HTTP/2 layer keep. MiB. */
const SESSION_MEMORY = 32

const DEFAULT_TIMEOUTS = { headers: HEADERS_TIMEOUT_MS, request: REQUEST_TIMEOUT_MS }

/** OTLP/gRPC on loopback, in clear text. Where the port cannot be had, the view says why; this never fails. */
export async function startGrpcReceiver(parts: ReceiverParts): Promise<RunningReceiver> {
  const { takenPort, intake, fault, timeouts = DEFAULT_TIMEOUTS, patience = PATIENCE_MS } = parts
  const tally = createTally('grpc', fault)
  const { refusals } = tally
  const place = await placeReceiver('grpc', parts.port, takenPort, (port) =>
    openConnections({ address: LOOPBACK, port, refusals, fault, timeout: timeouts.headers }),
  )
  const connections = place.value
  const view = (): ReceiverView => ({
    protocol: 'grpc',
    state: place.state,
    wantedPort: parts.port,
    port: connections?.port ?? null,
    problem: place.problem,
    ...tally.view(),
  })
  if (connections === null) return { view, close: async () => {} }
  let closing: Promise<void> | null = null
  const site = loopbackSite(connections.port)
  const isClosing = (): boolean => closing !== null
  const gate = { site, tally, timeout: timeouts.request, closing: isClosing }
  const handing = { intake, fault, tally, patience, closing: isClosing, held: createHeld(HELD_LIMIT) }
  const server = createGrpcServer(handing, gate)
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure())
  connections.serve((socket) => injector.injectConnection(socket))
  return { view, close: () => (closing ??= closeAll(server, connections)) }
}

function createGrpcServer(parts: HandOverParts, gate: Parameters<typeof createGate>[0]): Server {
  // It writes a line for each header that it does not like.
  setLogVerbosity(logVerbosity.NONE)
  const server = new Server({
    'grpc.max_receive_message_length': BODY_LIMIT,
    'grpc.max_concurrent_streams': STREAM_LIMIT,
    'grpc.max_connection_idle_ms': KEEP_ALIVE_MS,
    'grpc-node.max_session_memory': SESSION_MEMORY,
    'grpc.enable_channelz': 0,
    interceptors: [createGate(gate)],
  })
  for (const signal of SIGNALS) server.addService(serviceOf(signal), { Export: exportHandler(parts, signal) })
  return server
}

/** Bodies come and go as they are: they are decoded elsewhere. */
function serviceOf(signal: Signal): ServiceDefinition {
  const asIs = (bytes: Buffer): Buffer => bytes
  return {
    Export: {
      path: `/${SERVICES[signal]}/Export`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  }
}

function exportHandler(parts: HandOverParts, signal: Signal): handleUnaryCall<Buffer, Buffer> {
  return (call, respond) => {
    const body = call.request
    if (!parts.held.add(body.length)) {
      parts.tally.answered('busy')
      return respond(callEnd(RpcCode.unavailable, 'too much is being received at once', RETRY_AFTER_MS))
    }
    const received = { signal, encoding: 'protobuf', protocol: 'grpc', body, at: Date.now() } as const
    handOver(parts, received, () => call.cancelled)
      .then((taken) => {
        if (taken.did === 'busy') return respond(callEnd(RpcCode.unavailable, taken.why, taken.retryAfterMs))
        if (taken.did === 'malformed') return respond(callEnd(RpcCode.invalidArgument, taken.why, null))
        return respond(null, Buffer.from(exportResponse(signal, 'protobuf', taken.rejected, taken.why)))
      })
      .catch(parts.fault)
  }
}

/** Lets calls under way be answered for `CLOSE_GRACE_MS`. */
async function closeAll(server: Server, connections: Connections): Promise<void> {
  const gone = connections.close()
  const late = setTimeout(() => {
    server.forceShutdown()
    connections.destroy()
  }, CLOSE_GRACE_MS)
  server.tryShutdown(() => {})
  await gone
  clearTimeout(late)
}
