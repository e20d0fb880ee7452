/**
 * A request and its answer without a network between: what the routes read of one and write of the other, whole in memory. Runs in the
 * simulator. Node's own bring streams and abort signals for each of some hundreds of exchanges a day, which took a quarter of its time;
 * a served endpoint has such light ones too (@hono/node-server), and the attacks and contracts meet the real ones.
 */

/** As much of a `Response` as Hono asks for. */
class LightResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: string | null
  readonly bodyUsed = false
  constructor(body: unknown = null, { status = 200, headers }: { readonly status?: number; readonly headers?: HeadersInit } = {}) {
    if (body !== null && typeof body !== 'string') throw new TypeError('a light answer is a text')
    this.body = body
    this.status = status
    this.headers = new Headers(headers)
  }
  get ok(): boolean {
    return this.status >= 200 && this.status < 300
  }
  async text(): Promise<string> {
    return this.body ?? ''
  }
}

export const lightResponse = LightResponse as unknown as typeof Response // What is missing here throws where somebody asks for it.

export const lightRequest = (path: string, method: string, headers: Readonly<Record<string, string>>, body: string | undefined): Request =>
  ({
    url: `http://localhost${path}`,
    method,
    headers: new Headers(headers),
    body: body ?? null,
    text: async () => body ?? '',
  }) as unknown as Request // As above.
