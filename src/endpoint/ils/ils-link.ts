/**
 * The way to the ILS: as the environment names it, or as a manager typed it, sealed (ILS-10). Runs on the endpoint and in its commands.
 * What was typed is kept only once the ILS has answered to it, and a secret goes to no other address than the one it was typed for.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import { refuse } from '../../domain/result.ts'
import { fieldsOfKind, type IlsAccess, type IlsAccessField, type IlsKind, noLogin, secretFields } from '../../domain/settings/ils-access.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { endLink, keepLink } from '../storage/noted-days.ts'
import type { Store } from '../storage/store.ts'
import { isSealKeyBroken, makeSealKey, openSealed, readSealKey, seal } from './seal.ts'
import { inTime, libraryToTell, type ReadText, type Tried, type WirePlan } from './wire.ts'

export interface TypedLink {
  readonly kind: IlsKind
  readonly fields: IlsAccess
  readonly everyMinutes: number
}

/** As it is kept. */
interface KeptLink extends TypedLink {
  readonly secretAt: Instant
}

export type LinkState =
  | { readonly kind: 'nothing' | 'environment' }
  /** Sealed by a key that is not here: a base put back elsewhere. */
  | { readonly kind: 'locked' }
  /** Without its secrets. */
  | { readonly kind: 'typed'; readonly link: TypedLink; readonly secretAt: Instant }

export type LinkEnd =
  | { readonly kind: 'kept' | 'ended' }
  | { readonly kind: 'refused'; readonly fields: readonly IlsAccessField[] }
  | { readonly kind: 'no-answer'; readonly fault: string }

export type Trial =
  | { readonly kind: 'nothing' }
  | (Tried & { readonly kind: 'answered'; readonly ms: number })
  | { readonly kind: 'no-answer'; readonly fault: string }

export interface IlsLink {
  /** Each library that is told over a wire; the same object as long as nothing was changed. */
  plans(): Promise<readonly WirePlan[]>
  planOf(libraryId: LibraryId): Promise<WirePlan | undefined>
  stateOf(libraryId: LibraryId): Promise<LinkState>
  change(libraryId: LibraryId, typed: TypedLink | undefined): Promise<LinkEnd>
  /** Reads one thing and writes nothing. */
  tryOut(libraryId: LibraryId, card: string | undefined): Promise<Trial>
}

const memoName = 'ils-link'
/** A tablet waits 20 s for an answer: milliseconds. */
const trialMs = 15_000

/** Where the environment would have it. */
const variables: Readonly<Record<IlsKind, Partial<Readonly<Record<IlsAccessField, string>>>>> = {
  sip2: {
    address: 'SIP2_URL',
    account: 'SIP2_LOGIN',
    secret: 'SIP2_PASSWORD',
    institution: 'SIP2_INSTITUTION',
    branch: 'SIP2_BRANCH',
    location: 'SIP2_LOCATION',
    encoding: 'SIP2_ENCODING',
    terminator: 'SIP2_TERMINATOR',
    checksum: 'SIP2_CHECKSUM',
    placing: 'SIP2_HOLDS',
    hours: 'ILS_HOURS',
  },
  koha: {
    address: 'KOHA_URL',
    account: 'KOHA_USER',
    secret: 'KOHA_PASSWORD',
    branch: 'KOHA_BRANCH',
    keyId: 'KOHA_KEY_ID',
    keySecret: 'KOHA_KEY_SECRET',
    mode: 'KOHA_MODE',
    holds: 'KOHA_HOLDS',
    hours: 'ILS_HOURS',
  },
}
const schemes: Readonly<Record<IlsKind, string>> = { sip2: 'sip2', koha: 'https' }

/** A link as the environment would give it. */
const toText = ({ kind, fields, everyMinutes }: TypedLink, libraryId: LibraryId): ReadText => {
  const address = fields.address?.trim() ?? ''
  const whole = address === '' || address.includes('://') ? address : `${schemes[kind]}://${address}`
  const texts = new Map(fieldsOfKind[kind].map((field) => [variables[kind][field] ?? '', field === 'address' ? whole : fields[field]]))
  texts.set('ILS_EVERY', `${everyMinutes * 60}`).set('ILS_LIBRARY', libraryId)
  return (name) => texts.get(name)?.trim() || undefined
}

/** This machine, and no other: what a demo may be linked with. */
const isHere = (address: string | undefined): boolean =>
  /^(?:[a-z0-9]+:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?\/?$/i.test(address?.trim() ?? '')

const withoutSecrets = ({ kind, fields, everyMinutes }: TypedLink): TypedLink => ({
  kind,
  fields: Object.fromEntries(Object.entries(fields).filter(([field]) => !secretFields.some((secret) => secret === field))),
  everyMinutes,
})

export interface IlsLinkPorts {
  readonly store: Pick<Store, 'read' | 'transact' | 'libraries' | 'memosNamed'>
  readonly dataDir: string
  /** What the environment names: it stands before anything that was typed. */
  readonly environment: WirePlan | undefined
  /** A plan of these texts; a fault is a line that begins with the name of its variable. */
  readonly readPlan: (text: ReadText, zone: string, faults: string[]) => WirePlan | undefined
  readonly now: () => Instant
}

export const createIlsLink = ({ store, dataDir, environment, readPlan, now }: IlsLinkPorts): IlsLink => {
  const opened = new Map<LibraryId, { readonly sealed: string; readonly zone: string; readonly plan: WirePlan | undefined }>()

  const read = (libraryId: LibraryId) =>
    store.read(libraryId, async (reader) => ({
      sealed: (await reader.memo(memoName)) ?? '',
      zone: (await reader.row('settings', 'settings'))?.zone ?? 'Europe/Paris',
    }))
  const openKept = (libraryId: LibraryId, sealed: string): KeptLink | undefined => {
    const key = sealed === '' ? undefined : readSealKey(dataDir)
    const text = key === undefined ? undefined : openSealed(key, sealed, libraryId)
    return text === undefined ? undefined : (JSON.parse(text) as KeptLink)
  }
  const planOfTyped = async (libraryId: LibraryId): Promise<WirePlan | undefined> => {
    const { sealed, zone } = await read(libraryId)
    const before = opened.get(libraryId)
    // Without the key it is looked for again: it may have been put back.
    if (before?.sealed === sealed && before.zone === zone && before.plan !== undefined) return before.plan
    const kept = openKept(libraryId, sealed)
    const plan = kept === undefined ? undefined : readPlan(toText(kept, libraryId), zone, [])
    opened.set(libraryId, { sealed, zone, plan })
    return plan
  }
  const planOf = async (libraryId: LibraryId): Promise<WirePlan | undefined> => {
    if (environment === undefined) return planOfTyped(libraryId)
    return libraryToTell(await store.libraries(), environment.library)?.id === libraryId ? environment : undefined
  }

  const tryPlan = async ({ wire }: WirePlan, card: string | undefined): Promise<Exclude<Trial, { readonly kind: 'nothing' }>> => {
    const startedAt = performance.now()
    const tried = await inTime(
      wire.tryOut(card).catch(() => refuse('unreachable')),
      trialMs,
    )
    if (tried === undefined) return { kind: 'no-answer', fault: 'silent' }
    if (!tried.ok) return { kind: 'no-answer', fault: tried.refusal }
    return { kind: 'answered', ms: Math.round(performance.now() - startedAt), ...tried.value }
  }

  /** A secret that was not typed again is the one that is kept, where it goes to the same account at the same address. */
  const withKeptSecrets = (typed: TypedLink, kept: KeptLink | undefined): TypedLink => {
    const isSame = (['address', 'account', 'keyId'] as const).every((field) => (typed.fields[field] ?? '') === (kept?.fields[field] ?? ''))
    if (kept === undefined || kept.kind !== typed.kind || !isSame) return typed
    const secrets = Object.fromEntries(secretFields.map((field) => [field, typed.fields[field] || kept.fields[field]]))
    return { ...typed, fields: { ...typed.fields, ...secrets } }
  }

  return {
    planOf,
    plans: async () => {
      if (environment !== undefined) return [environment]
      // Asked every few seconds, of all libraries at once: most have none.
      const typed = [...(await store.memosNamed(memoName))].filter(([, sealed]) => sealed !== '')
      const plans = await Promise.all(typed.map(([id]) => planOfTyped(id)))
      return plans.filter((plan) => plan !== undefined)
    },
    stateOf: async (libraryId) => {
      if (environment !== undefined) return { kind: (await planOf(libraryId)) === undefined ? 'nothing' : 'environment' }
      const { sealed } = await read(libraryId)
      const kept = openKept(libraryId, sealed)
      if (kept === undefined) return { kind: sealed === '' ? 'nothing' : 'locked' }
      return { kind: 'typed', link: withoutSecrets(kept), secretAt: toInstant(kept.secretAt) }
    },
    change: async (libraryId, typed) => {
      if (environment !== undefined) return { kind: 'refused', fields: ['address'] }
      const { sealed, zone } = await read(libraryId)
      const { date: today } = wallClockOf(zone)(now())
      const keep = (text: string) =>
        store.transact(libraryId, async (transaction) => {
          await transaction.keepMemo(memoName, text)
          await (text === '' ? endLink : keepLink)(transaction, today)
        })
      if (typed === undefined) {
        await keep('')
        return { kind: 'ended' }
      }
      const kept = openKept(libraryId, sealed)
      const whole = withKeptSecrets(typed, kept)
      const faults: string[] = []
      const plan = readPlan(toText(whole, libraryId), zone, faults)
      const isDemo = (await store.libraries()).some((library) => library.id === libraryId && library.isDemo)
      const named = fieldsOfKind[whole.kind].filter((field) => faults.some((line) => line.startsWith(`${variables[whole.kind][field]} `)))
      const needsNone = whole.kind === 'sip2' && whole.fields.account?.trim() === noLogin
      const missing = needsNone || (whole.fields.secret ?? '') !== '' ? [] : (['secret'] as const)
      const far = isDemo && !isHere(whole.fields.address) ? (['address'] as const) : []
      const fields = [...new Set([...named, ...missing, ...far])]
      if (plan === undefined || fields.length > 0 || faults.length > 0)
        return { kind: 'refused', fields: fields.length === 0 ? ['address'] : fields }
      if (isSealKeyBroken(dataDir)) return { kind: 'no-answer', fault: 'key-broken' }
      const tried = await tryPlan(plan, undefined)
      if (tried.kind === 'no-answer') return tried
      const isNewSecret = secretFields.some((field) => whole.fields[field] !== kept?.fields[field])
      const secretAt = isNewSecret ? now() : (kept?.secretAt ?? now())
      await keep(seal(makeSealKey(dataDir), JSON.stringify({ ...whole, secretAt } satisfies KeptLink), libraryId))
      return { kind: 'kept' }
    },
    tryOut: async (libraryId, card) => {
      const plan = await planOf(libraryId)
      return plan === undefined ? { kind: 'nothing' } : tryPlan(plan, card)
    },
  }
}
