/**
 * What a manager types of the way to an ILS that is told over a wire, by name. Pure: runs on tablets and on the endpoint, which alone keeps
 * what was typed, sealed; secrets never come back from there (ILS-10).
 */

export const ilsKinds = ['sip2', 'koha'] as const
export type IlsKind = (typeof ilsKinds)[number]

export const ilsAccessFields = [
  'address',
  'account',
  'secret',
  'institution',
  'branch',
  'location',
  'encoding',
  'terminator',
  'checksum',
  'keyId',
  'keySecret',
  'mode',
  'holds',
  'placing',
  'hours',
] as const
export type IlsAccessField = (typeof ilsAccessFields)[number]

/** Shown to nobody once they are kept. */
export const secretFields = ['secret', 'keySecret'] as const satisfies readonly IlsAccessField[]

/** What each kind of ILS asks for, in the order in which its keeper is asked. */
export const fieldsOfKind: Readonly<Record<IlsKind, readonly IlsAccessField[]>> = {
  sip2: ['address', 'account', 'secret', 'institution', 'branch', 'location', 'encoding', 'terminator', 'checksum', 'placing', 'hours'],
  koha: ['address', 'account', 'secret', 'branch', 'keyId', 'keySecret', 'mode', 'holds', 'hours'],
}

/** What every library has to say; the others are right as they are for most. */
export const neededFields: readonly IlsAccessField[] = ['address', 'account', 'secret', 'institution', 'branch']

/** What is chosen of a list; the first is the usual one. */
export const accessChoices: Partial<Readonly<Record<IlsAccessField, readonly [string, ...string[]]>>> = {
  encoding: ['utf8', 'iso-8859-1', 'cp850'],
  terminator: ['CR', 'CRLF'],
  checksum: ['1', '0'],
  mode: ['review', 'direct'],
  holds: ['no', 'orders'],
  placing: ['off', 'calls'],
}

/** In the place of a SIP2 account: nobody logs in, for a gateway stands between that does (docs/pmb.md). */
export const noLogin = '-'

export type IlsAccess = Readonly<Partial<Record<IlsAccessField, string | undefined>>>

/** Minutes between two passes: least, most, and what is asked for where nobody chose. */
export const passMinutes = { from: 1, to: 60, usual: 1 } as const
/** The longest text of one field: characters. */
export const longestAccessText = 300
