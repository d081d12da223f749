/** What the server says when it refuses (RFC 9457), as it goes over the wire. */
export interface ProblemDocument {
  title: string
  status: number
  detail?: string
  errors?: readonly { readonly path: string; readonly message: string }[]
}

/** The server refused. `message` is a sentence for the person, in the language the request was made in. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  /** Wrong fields, by their path in what was sent: `requester.email`. */
  readonly fields: ReadonlyMap<string, string>

  constructor(document: ProblemDocument) {
    super(document.detail ?? document.title)
    this.status = document.status
    this.fields = new Map((document.errors ?? []).map(({ path, message }) => [path, message]))
  }

  /** What is wrong with one field, if anything. */
  field(path: string): string | undefined {
    return this.fields.get(path)
  }
}

/** No answer came at all. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** A problem out of whatever body came with a refusal: a proxy on the way may have answered with a page of its own. */
export function problemFrom(status: number, body: unknown): Problem {
  if (isDocument(body)) return new Problem({ ...body, status })
  return new Problem({ title: `HTTP ${status}`, status })
}

function isDocument(body: unknown): body is ProblemDocument {
  return typeof body === 'object' && body !== null && typeof (body as ProblemDocument).title === 'string'
}
