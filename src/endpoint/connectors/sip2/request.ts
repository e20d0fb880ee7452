/**
 * What we ask of an ILS by SIP2, as text without seal or terminator. Pure; runs on the endpoint.
 * A value loses its delimiters and control characters, so that no title or card can begin a field of its own. Empty fields that the
 * specification requires are sent: some servers answer nothing without them.
 */
import type { LocalDate, LocalTime } from '../../../domain/local-date.ts'

/** A moment on the ILS's own wall clock. */
export interface Sip2Moment {
  readonly date: LocalDate
  readonly time: LocalTime
  /** 0 to 59. */
  readonly seconds: number
}

/** 18 characters: the zone's four stay blank, which says local time. */
export const formatMoment = ({ date, time, seconds }: Sip2Moment): string =>
  `${date.replaceAll('-', '')}    ${time.replace(':', '')}${String(seconds).padStart(2, '0')}`

/** Whether a number can travel whole: what had to be taken out of it would name something else. */
export const canTravel = (value: string): boolean => value === plain(value) && value !== ''

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not travel.
const plain = (value: string): string => value.replace(/[|\u0000-\u001f\u007f]/g, '')

const field = (name: string, value: string): string => `${name}${plain(value)}|`

export interface Sip2Account {
  readonly login: string
  readonly password: string
  /** CP: where we are, for the login; may be empty. */
  readonly location: string
  /** AO, of every message. */
  readonly institution: string
  /** AP of a return: a branch that the ILS knows, or the book goes into transit. */
  readonly branch: string
}

export const loginRequest = ({ login, password, location }: Sip2Account): string =>
  `9300${field('CN', login)}${field('CO', password)}${field('CP', location)}`

export const statusRequest = (): string => '9900802.00'

/** Positions of the summary, of which servers heed the first Y alone. */
const summaries = { none: '          ', holds: 'Y         ', loans: '  Y       ', laterHolds: '     Y    ' } as const

/** The longest list that we ask for: items. */
const longestList = '9999'

export const patronRequest = (
  { institution }: Pick<Sip2Account, 'institution'>,
  card: string,
  summary: keyof typeof summaries,
  now: Sip2Moment,
  password?: string,
): string =>
  [
    // 002: French.
    `63002${formatMoment(now)}${summaries[summary]}${field('AO', institution)}${field('AA', card)}${field('AC', '')}`,
    // An empty one is a wrong one for servers that judge it, and the card is then nobody's.
    password === undefined ? '' : field('AD', password),
    // The whole list, where one is asked for.
    summary === 'none' ? '' : `${field('BP', '0001')}${field('BQ', longestList)}`,
  ].join('')

export const itemRequest = ({ institution }: Pick<Sip2Account, 'institution'>, barcode: string, now: Sip2Moment): string =>
  `17${formatMoment(now)}${field('AO', institution)}${field('AB', barcode)}${field('AC', '')}`

/**
 * Never renews, never forces: what the ILS refuses, a person decides. `nb due date` stays blank, for servers that are told one take it as
 * an order.
 */
export const loanRequest = (
  { institution }: Pick<Sip2Account, 'institution'>,
  card: string,
  barcode: string,
  happened: Sip2Moment,
): string =>
  `11NN${formatMoment(happened)}${' '.repeat(18)}${field('AO', institution)}${field('AA', card)}${field('AB', barcode)}${field('AC', '')}${field(
    'BO',
    'N',
  )}${field('BI', 'N')}`

export const returnRequest = (
  { institution, branch }: Pick<Sip2Account, 'institution' | 'branch'>,
  barcode: string,
  happened: Sip2Moment,
  now: Sip2Moment,
): string =>
  `09N${formatMoment(now)}${formatMoment(happened)}${field('AP', branch)}${field('AO', institution)}${field('AB', barcode)}${field('AC', '')}${field(
    'BI',
    'N',
  )}`

/** Any copy of the title (3M SIP 2.00), which the document stands for. */
const anyCopy = '2'

export const holdRequest = (
  { institution, branch }: Pick<Sip2Account, 'institution' | 'branch'>,
  card: string,
  barcode: string,
  now: Sip2Moment,
): string =>
  `15+${formatMoment(now)}${field('BS', branch)}${field('BY', anyCopy)}${field('AO', institution)}${field('AA', card)}${field('AD', '')}${field('AB', barcode)}${field('AC', '')}${field(
    'BO',
    'N',
  )}`
