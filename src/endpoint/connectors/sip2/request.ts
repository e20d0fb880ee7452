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

/** In the order in which they are given. */
const fields = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}${plain(value)}|`)
    .join('')

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

type Institution = Pick<Sip2Account, 'institution'>
type Branch = Pick<Sip2Account, 'institution' | 'branch'>

export const loginRequest = ({ login, password, location }: Sip2Account): string =>
  `9300${fields({ CN: login, CO: password, CP: location })}`

export const statusRequest = (): string => '9900802.00'

/** Positions of the summary, of which servers heed the first Y alone. */
const summaries = { none: '          ', holds: 'Y         ', loans: '  Y       ', laterHolds: '     Y    ' } as const

/** The longest list that we ask for: items. */
const longestList = '9999'

export const patronRequest = (
  { institution }: Institution,
  card: string,
  summary: keyof typeof summaries,
  now: Sip2Moment,
  password?: string,
): string =>
  [
    // 002: French.
    `63002${formatMoment(now)}${summaries[summary]}${fields({ AO: institution, AA: card, AC: '' })}`,
    // An empty one is a wrong one for servers that judge it, and the card is then nobody's.
    password === undefined ? '' : fields({ AD: password }),
    // The whole list, where one is asked for.
    summary === 'none' ? '' : fields({ BP: '0001', BQ: longestList }),
  ].join('')

export const itemRequest = ({ institution }: Institution, barcode: string, now: Sip2Moment): string =>
  `17${formatMoment(now)}${fields({ AO: institution, AB: barcode, AC: '' })}`

/**
 * Never renews, never forces: what the ILS refuses, a person decides. `nb due date` stays blank, for servers that are told one take it as
 * an order.
 */
export const loanRequest = ({ institution }: Institution, card: string, barcode: string, happened: Sip2Moment): string =>
  `11NN${formatMoment(happened)}${' '.repeat(18)}${fields({ AO: institution, AA: card, AB: barcode, AC: '', BO: 'N', BI: 'N' })}`

export const returnRequest = ({ institution, branch }: Branch, barcode: string, happened: Sip2Moment, now: Sip2Moment): string =>
  `09N${formatMoment(now)}${formatMoment(happened)}${fields({ AP: branch, AO: institution, AB: barcode, AC: '', BI: 'N' })}`

/** Any copy of the title (3M SIP 2.00), which the document stands for. */
const anyCopy = '2'

export const holdRequest = ({ institution, branch }: Branch, card: string, barcode: string, now: Sip2Moment): string =>
  `15+${formatMoment(now)}${fields({ BS: branch, BY: anyCopy, AO: institution, AA: card, AD: '', AB: barcode, AC: '', BO: 'N' })}`
