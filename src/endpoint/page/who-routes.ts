/**
 * The way from a card to a browser that is this card's for half an hour (PAGE-7, PAGE-8). Runs on the endpoint. Nothing here looks a card up:
 * what is answered depends on what was typed, and how often, never on who has such a card.
 */
import type { Context, Hono } from 'hono'
import { type CardNumber, toCardNumber } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import type { CountedRate } from '../enrolment/rate-limit.ts'
import type { LinkedCard } from '../messages/page-links.ts'
import { fieldOf, readForm } from './choose-routes.ts'
import { createIlsProof, type UnderWay } from './ils-proof.ts'
import type { Html, PageEnv, PagePorts, Visit } from './layout.ts'
import { codesOverUntil, createMailProof } from './mail-proof.ts'
import { keepCookie, readCookie } from './page-cookies.ts'
import type { Asked, PatronProof, Proof } from './patron-proof.ts'
import { answerLimit } from './plain-pages.ts'
import { createTicks } from './ticks.ts'
import { cardPage, codePage, linkOverPage, linkPage, passwordPage, sayUntil } from './who-page.ts'

/** Nobody reads and types faster: milliseconds (PAGE-8). */
const youngestForm = 2000
/** Requests of one network that ask or prove something: 30 in 10 minutes. */
export const boundsOfProof = { burst: 30, refillMs: (10 * msPerMinute) / 30 }
/** Signs of a code or a password. */
const longestTyped = 200
/** Idle, a browser is nobody's again: 30 minutes, and ten times that where its visitor asked for more time (WCAG 2.2.1). Milliseconds. */
const idleMs = 30 * msPerMinute
const unhurriedIdleMs = 10 * idleMs

/** For which a link that is over brings another code: as long as the mails of a day that strangers used up count, a day. Milliseconds. */
const lateLinkMs = msPerDay
/** Cards that one browser has codes of its own for: a family's. */
const mostKnown = 6

export interface Proven {
  readonly card: CardNumber
  readonly until: Instant
  /** The visitor asked for more time. Absent: not. */
  readonly isUnhurried?: boolean | undefined
}

/** Whose browser this is; undefined: nobody has shown it, or too long ago. */
export const provenOf = (context: Context<PageEnv>): Proven | undefined => {
  const { seals, library, now } = context.get('visit')
  // Sealed by us, below.
  const proven = readCookie(context, 'proven', seals, library.id) as Proven | undefined
  return proven !== undefined && proven.until > now ? proven : undefined
}

/** From now on; answers until when. */
export const keepProven = (context: Context<PageEnv>, { card, isUnhurried }: Omit<Proven, 'until'>): Proven => {
  const visit = context.get('visit')
  const until = toInstant(visit.now + (isUnhurried ? unhurriedIdleMs : idleMs))
  const proven: Proven = { card, until, isUnhurried }
  keepCookie(context, visit, 'proven', proven)
  return proven
}

/** Cards that this browser showed and was not told to forget, the last one first. */
export const knownCards = (context: Context<PageEnv>): readonly CardNumber[] => {
  const { seals, library } = context.get('visit')
  // Sealed by us, below.
  return (readCookie(context, 'known', seals, library.id) as readonly CardNumber[] | undefined) ?? []
}

/** This browser is that card's now, and strangers will not use up its codes (PAGE-7). */
const keepShown = (context: Context<PageEnv>, card: CardNumber): void => {
  keepProven(context, { card })
  const others = knownCards(context).filter((other) => other !== card)
  keepCookie(context, context.get('visit'), 'known', [card, ...others].slice(0, mostKnown))
}

/** A form's age, and what it was made with, that nobody else can write. */
export const sealForm = ({ seals, library, now }: Visit, made: Readonly<Record<string, string>> = {}): string =>
  seals.seal('form', library.id, { ...made, at: now })

export const openForm = (
  { seals, library, now }: Visit,
  text: string,
): { readonly made: Readonly<Record<string, string>>; readonly isTooFast: boolean } | undefined => {
  // Sealed by us, above.
  const made = seals.open('form', library.id, text) as (Readonly<Record<string, string>> & { readonly at: number }) | undefined
  return made && { made, isTooFast: now - made.at < youngestForm }
}

/** Digits and letters, as cards have them, however they were grouped. */
const readCard = (typed: string): CardNumber | undefined => {
  const bare = typed.replace(/[\s\u00a0\u202f]+/g, '')
  const isOfACard =
    [...bare].length >= textLengths.shortestCard && [...bare].length <= textLengths.card && /^[\p{L}\p{N}._/-]*$/u.test(bare)
  return isOfACard ? toCardNumber(bare) : undefined
}

/** Of a mail's link that was good until `spareMs` ago, or is; undefined: it was not, is nobody's, or this is none. */
const linkedOf = (context: Context<PageEnv>, spareMs = 0): LinkedCard | undefined => {
  const { seals, library, now } = context.get('visit')
  // Sealed by us, in the mail.
  const linked = seals.open('link', library.id, context.req.param('token')) as LinkedCard | undefined
  return linked !== undefined && linked.until + spareMs > now ? linked : undefined
}

/** The link of a mail; `askAgain`: for another code, as whoever showed the card is sent one. */
const addLinkRoutes = (pages: Hono<PageEnv>, askAgain: (context: Context<PageEnv>, card: CardNumber) => Promise<void>): void => {
  const showOver = (context: Context<PageEnv>) => {
    const token = linkedOf(context, lateLinkMs) && context.req.param('token')
    return context.html(linkOverPage(context.get('visit'), token), 410)
  }
  pages.get('/lien/:token', (context) =>
    linkedOf(context) === undefined ? showOver(context) : context.html(linkPage(context.get('visit'), context.req.param('token'))),
  )
  pages.post('/lien/:token', (context) => {
    const [visit, linked] = [context.get('visit'), linkedOf(context)]
    if (linked === undefined) return showOver(context)
    keepShown(context, linked.card)
    return context.redirect(`${visit.base}/quand`, 303)
  })
  // It came to the card's own mailbox: no stranger has one, whoever asked for it.
  pages.post('/lien/:token/autre', async (context) => {
    const [visit, linked] = [context.get('visit'), linkedOf(context, lateLinkMs)]
    if (linked === undefined) return showOver(context)
    await askAgain(context, linked.card)
    return context.redirect(`${visit.base}/code`, 303)
  })
}

export const addWhoRoutes = (pages: Hono<PageEnv>, ports: PagePorts, counted: CountedRate) => {
  const underWay: UnderWay = new Map()
  const ticks = createTicks(ports.now, ports.reportDefect)
  const byMail = ({ seals, library }: Visit): PatronProof => createMailProof(ports, ticks, seals, library)
  /** undefined: the library does not take passwords, or nothing is linked that could judge one. */
  const byIls = async ({ library, page }: Visit): Promise<PatronProof | undefined> => {
    const plan = page.takesPassword === true ? await ports.ilsLink?.planOf(library.id) : undefined
    return plan === undefined ? undefined : createIlsProof(ports, plan.wire, library, underWay)
  }
  const askedOf = (context: Context<PageEnv>): Asked | undefined => {
    const { seals, library } = context.get('visit')
    // Sealed by us, below.
    return readCookie(context, 'asked', seals, library.id) as Asked | undefined
  }
  const askFor = async (
    context: Context<PageEnv>,
    proof: PatronProof,
    card: CardNumber,
    { isMachine = false, isKnown = knownCards(context).includes(card) } = {},
  ): Promise<void> => {
    const [visit, network, former] = [context.get('visit'), context.get('network'), askedOf(context)]
    const asking = { card, network, isKnown }
    const heldUntil = await proof.heldUntil(asking)
    // Nothing leaves: what this browser was sent before is as good as it was.
    const isKept = heldUntil !== undefined && former?.card === card && former.by === undefined && former.until > visit.now
    const asked = isKept ? former : proof.ask({ ...asking, language: visit.language, isMachine })
    keepCookie(context, visit, 'asked', { ...asked, heldUntil })
  }

  pages.on('POST', ['/qui', '/code', '/code/autre', '/lien/:token', '/lien/:token/autre'], async (context, next) => {
    const visit = context.get('visit')
    // What was proven before counts for itself: a neighbour behind the same address uses up nothing of it.
    const card = linkedOf(context, lateLinkMs)?.card ?? knownCards(context)[0]
    const who = card === undefined ? context.get('network') : `${visit.library.id}\n${card}`
    return answerLimit(context, await counted.take(who, visit.now)) ?? next()
  })

  pages.get('/qui', async (context) => {
    const visit = context.get('visit')
    const wrong = context.req.query('fini') === undefined ? undefined : visit.words.who.over
    const isByPassword = (await byIls(visit)) !== undefined
    return context.html(cardPage(visit, { form: sealForm(visit), typed: '', wrong, isByPassword }))
  })
  pages.post('/qui', async (context) => {
    const visit = context.get('visit')
    const form = await readForm(context)
    const [typed, card] = [fieldOf(form, 'card'), readCard(fieldOf(form, 'card'))]
    const opened = openForm(visit, fieldOf(form, 'form'))
    const { cardWrong, tooFast } = visit.words.who
    const wrong = card === undefined ? cardWrong : opened === undefined || opened.isTooFast ? tooFast : undefined
    const ils = await byIls(visit)
    if (card === undefined || wrong !== undefined) {
      const again = opened === undefined ? sealForm(visit) : fieldOf(form, 'form')
      return context.html(cardPage(visit, { form: again, typed, wrong, isByPassword: ils !== undefined }), 422)
    }
    // A machine filled what nobody sees: it is answered like anybody, and nothing leaves.
    await askFor(context, ils ?? byMail(visit), card, { isMachine: fieldOf(form, 'website') !== '' })
    return context.redirect(`${visit.base}/code`, 303)
  })

  const sayWrong = async (context: Context<PageEnv>, { by }: Asked, proof: Exclude<Proof, 'proven'>): Promise<string> => {
    const [visit, network] = [context.get('visit'), context.get('network')]
    const { who } = visit.words
    const isOver = by === undefined && proof === 'links-only'
    const until = isOver ? await codesOverUntil(ports.store, visit.library.id, network, visit.now) : undefined
    const said =
      by === 'ils'
        ? { wrong: who.passwordWrong, spent: who.passwordSpent, 'links-only': who.passwordOver, silent: who.passwordSilent }
        : { wrong: who.wrong, spent: who.spent, 'links-only': who.linksOnly(sayUntil(visit, until ?? visit.now)), silent: who.wrong }
    return said[proof]
  }
  const proofPage = (visit: Visit, { card, by, heldUntil }: Asked, wrong: string | undefined): Html =>
    by === 'ils' ? passwordPage(visit, { card, wrong }) : codePage(visit, { card, wrong, heldUntil })
  pages.get('/code', (context) => {
    const [visit, asked] = [context.get('visit'), askedOf(context)]
    return asked === undefined ? context.redirect(`${visit.base}/qui`, 303) : context.html(proofPage(visit, asked, undefined))
  })
  pages.post('/code', async (context) => {
    const [visit, asked] = [context.get('visit'), askedOf(context)]
    if (asked === undefined || asked.until <= visit.now) return context.redirect(`${visit.base}/qui?fini`, 303)
    const judge = asked.by === 'ils' ? await byIls(visit) : byMail(visit)
    // Taken no more since it was asked for.
    if (judge === undefined) return context.redirect(`${visit.base}/qui`, 303)
    const { code, password } = await readForm(context)
    const typed = asked.by === 'ils' ? password : code
    const proof = await judge.prove(asked, typeof typed === 'string' ? typed.slice(0, longestTyped) : '', context.get('network'))
    if (proof !== 'proven') return context.html(proofPage(visit, asked, await sayWrong(context, asked, proof)), 422)
    keepCookie(context, visit, 'asked', undefined)
    keepShown(context, asked.card)
    return context.redirect(`${visit.base}/quand`, 303)
  })
  pages.post('/code/autre', async (context) => {
    const [visit, asked] = [context.get('visit'), askedOf(context)]
    if (asked === undefined) return context.redirect(`${visit.base}/qui`, 303)
    await askFor(context, byMail(visit), asked.card)
    return context.redirect(`${visit.base}/code`, 303)
  })

  addLinkRoutes(pages, (context, card) => askFor(context, byMail(context.get('visit')), card, { isKnown: true }))

  pages.post('/plus-de-temps', (context) => {
    const proven = provenOf(context)
    if (proven !== undefined) keepProven(context, { ...proven, isUnhurried: true })
    return context.redirect(`${context.get('visit').base}/quand`, 303)
  })
  pages.post('/terminer', async (context) => {
    const visit = context.get('visit')
    // The next of the family, on the same telephone: who has ordered stays known there.
    const isFamilys = fieldOf(await readForm(context), 'family') !== ''
    for (const cookie of ['basket', 'asked', 'proven', ...(isFamilys ? [] : ['known' as const])] as const)
      keepCookie(context, visit, cookie, undefined)
    return context.redirect(`${visit.base}/`, 303)
  })
}
