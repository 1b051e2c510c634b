import type { IncomingMessage, ServerResponse } from 'node:http'
import { refuse, refuseMethod } from './answers.ts'
import { refusal, refuseOrigin } from './gate.ts'
import type { Refusals } from './refusals.ts'
import { pageHeaders } from './security-headers.ts'
import { socketOriginOf } from './site.ts'
import type { Site } from './site.ts'
import type { UiFile, UiFiles } from './ui-files.ts'

/** Shown in place of the page. Nothing in it comes from a request. */
const NOT_BUILT = Buffer.from(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Baton</title>
<h1>The page is not built yet</h1>
<p>Run <code>npm run build</code> in the folder of Baton, then load this page again.</p>
<p>The core works without it: <code>baton status</code>, <code>baton run</code> and <code>baton attach</code> reach it.</p>
</html>
`)

/** The page and its files. They hold no secret and need no cookie; `files` null: this server gives none out. */
export async function serveUi(
  files: UiFiles | null,
  refusals: Refusals,
  site: Site,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const foreign = refuseOrigin(request.headers, site, 'pass')
  if (foreign) return refuse(refusals, response, foreign)
  const found = (await files?.find(path)) ?? null
  if (found === null) {
    return refuse(refusals, response, refusal('unknown-route', 404, path, 'there is no such page', 'check the address'))
  }
  const wrong = refuseMethod(request, 'GET', 'HEAD')
  if (wrong) return refuse(refusals, response, wrong)
  const headers = pageHeaders(socketOriginOf(site, request.headers.host ?? ''))
  if (found === 'not-built') {
    const type = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
    response.writeHead(503, { ...headers, ...type, 'content-length': NOT_BUILT.length })
    return void response.end(request.method === 'HEAD' ? undefined : NOT_BUILT)
  }
  giveFile(found, headers, request, response)
}

function giveFile(
  file: UiFile,
  headers: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const known = { ...headers, etag: file.etag, 'cache-control': file.caching }
  const has = request.headers['if-none-match']?.split(',').some((etag) => etag.trim() === file.etag) === true
  if (has) return void response.writeHead(304, known).end()
  response.writeHead(200, { ...known, 'content-type': file.type, 'content-length': file.bytes.length })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
}
