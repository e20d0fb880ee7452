/**
 * Every screen in every state that a person can meet: a scene of the stage, and the presses that lead on from it. For tests of screens
 * and for screenshots. A state is reached by the words of its own language, so that it is reached in each.
 */
import type { Locator, Page } from '@playwright/test'
import { accessibility as accessibilityEn } from '../../src/locale/en/accessibility.ts'
import { apart as apartEn } from '../../src/locale/en/apart.ts'
import { call as callEn } from '../../src/locale/en/call.ts'
import { cases as casesEn } from '../../src/locale/en/cases.ts'
import { closing as closingEn } from '../../src/locale/en/closing.ts'
import { enrolment as enrolmentEn } from '../../src/locale/en/enrolment.ts'
import { exercise as exerciseEn } from '../../src/locale/en/exercise.ts'
import { figures as figuresEn } from '../../src/locale/en/figures.ts'
import { handover as handoverEn } from '../../src/locale/en/handover.ts'
import { ilsLink as ilsLinkEn } from '../../src/locale/en/ils-link.ts'
import { menu as menuEn } from '../../src/locale/en/menu.ts'
import { operations as operationsEn } from '../../src/locale/en/operations.ts'
import { lentElsewhere as lentElsewhereEn, order as orderEn } from '../../src/locale/en/order.ts'
import { passphrase as passphraseEn } from '../../src/locale/en/passphrase.ts'
import { preparation as preparationEn } from '../../src/locale/en/preparation.ts'
import { publicPage as publicPageEn } from '../../src/locale/en/public-page.ts'
import { returns as returnsEn } from '../../src/locale/en/returns.ts'
import { rights as rightsEn } from '../../src/locale/en/rights.ts'
import { rota as rotaEn } from '../../src/locale/en/rota.ts'
import { scanning as scanningEn } from '../../src/locale/en/scanning.ts'
import { settings as settingsEn } from '../../src/locale/en/settings.ts'
import { shell as shellEn } from '../../src/locale/en/shell.ts'
import { choosePin as choosePinEn, signIn as signInEn } from '../../src/locale/en/sign-in.ts'
import { tablets as tabletsEn } from '../../src/locale/en/tablets.ts'
import { team as teamEn } from '../../src/locale/en/team.ts'
import { templates as templatesEn } from '../../src/locale/en/templates.ts'
import { today as todayEn } from '../../src/locale/en/today.ts'
import { walk as walkEn } from '../../src/locale/en/walk.ts'
import { accessibility as accessibilityFr } from '../../src/locale/fr/accessibility.ts'
import { apart as apartFr } from '../../src/locale/fr/apart.ts'
import { call as callFr } from '../../src/locale/fr/call.ts'
import { cases as casesFr } from '../../src/locale/fr/cases.ts'
import { closing as closingFr } from '../../src/locale/fr/closing.ts'
import { enrolment as enrolmentFr } from '../../src/locale/fr/enrolment.ts'
import { exercise as exerciseFr } from '../../src/locale/fr/exercise.ts'
import { figures as figuresFr } from '../../src/locale/fr/figures.ts'
import { handover as handoverFr } from '../../src/locale/fr/handover.ts'
import { ilsLink as ilsLinkFr } from '../../src/locale/fr/ils-link.ts'
import { menu as menuFr } from '../../src/locale/fr/menu.ts'
import { operations as operationsFr } from '../../src/locale/fr/operations.ts'
import { lentElsewhere as lentElsewhereFr, order as orderFr } from '../../src/locale/fr/order.ts'
import { passphrase as passphraseFr } from '../../src/locale/fr/passphrase.ts'
import { preparation as preparationFr } from '../../src/locale/fr/preparation.ts'
import { publicPage as publicPageFr } from '../../src/locale/fr/public-page.ts'
import { returns as returnsFr } from '../../src/locale/fr/returns.ts'
import { rights as rightsFr } from '../../src/locale/fr/rights.ts'
import { rota as rotaFr } from '../../src/locale/fr/rota.ts'
import { scanning as scanningFr } from '../../src/locale/fr/scanning.ts'
import { settings as settingsFr } from '../../src/locale/fr/settings.ts'
import { shell as shellFr } from '../../src/locale/fr/shell.ts'
import { choosePin as choosePinFr, signIn as signInFr } from '../../src/locale/fr/sign-in.ts'
import { tablets as tabletsFr } from '../../src/locale/fr/tablets.ts'
import { team as teamFr } from '../../src/locale/fr/team.ts'
import { templates as templatesFr } from '../../src/locale/fr/templates.ts'
import { today as todayFr } from '../../src/locale/fr/today.ts'
import { walk as walkFr } from '../../src/locale/fr/walk.ts'
import { copyOfTen, lucie, paul, pile, tenWithFilm, tenWorks, zoe } from './desk-scenes.ts'
import { lengthenAll } from './pseudo-language.ts'
import { type SceneName, wish, wishForTwo } from './scenes.ts'
import { itemBarcode, stagedPassphrase } from './stage-rows.ts'

const french = {
  accessibility: accessibilityFr,
  apart: apartFr,
  call: callFr,
  cases: casesFr,
  choosePin: choosePinFr,
  closing: closingFr,
  enrolment: enrolmentFr,
  exercise: exerciseFr,
  figures: figuresFr,
  handover: handoverFr,
  lentElsewhere: lentElsewhereFr,
  operations: operationsFr,
  order: orderFr,
  passphrase: passphraseFr,
  preparation: preparationFr,
  publicPage: publicPageFr,
  returns: returnsFr,
  rights: rightsFr,
  scanning: scanningFr,
  ilsLink: ilsLinkFr,
  menu: menuFr,
  rota: rotaFr,
  settings: settingsFr,
  shell: shellFr,
  signIn: signInFr,
  tablets: tabletsFr,
  team: teamFr,
  templates: templatesFr,
  today: todayFr,
  walk: walkFr,
}
type Words = typeof french
const english: Words = {
  accessibility: accessibilityEn,
  apart: apartEn,
  call: callEn,
  cases: casesEn,
  choosePin: choosePinEn,
  closing: closingEn,
  enrolment: enrolmentEn,
  exercise: exerciseEn,
  figures: figuresEn,
  handover: handoverEn,
  lentElsewhere: lentElsewhereEn,
  operations: operationsEn,
  order: orderEn,
  passphrase: passphraseEn,
  preparation: preparationEn,
  publicPage: publicPageEn,
  returns: returnsEn,
  rights: rightsEn,
  scanning: scanningEn,
  ilsLink: ilsLinkEn,
  menu: menuEn,
  rota: rotaEn,
  settings: settingsEn,
  shell: shellEn,
  signIn: signInEn,
  tablets: tabletsEn,
  team: teamEn,
  templates: templatesEn,
  today: todayEn,
  walk: walkEn,
}

export type StageLanguage = 'fr' | 'en' | 'pseudo'
const wordsIn = (language: StageLanguage): Words =>
  language === 'fr' ? french : language === 'en' ? english : (lengthenAll(english) as Words)

/** What leads from a scene to a state of it. */
interface Hands {
  readonly page: Page
  readonly words: Words
  /** The first button or link of that name. */
  press(name: string | RegExp): Promise<void>
  scan(...texts: readonly string[]): Promise<void>
  /** From now on a printer takes what is sent to it, and asks nothing. */
  plugPrinter(): Promise<void>
  type(label: string, text: string): Promise<void>
}

export interface State {
  readonly name: string
  readonly scene: SceneName
  readonly hash?: string
  /** Resolves with what is then on the screen. */
  readonly reach?: (hands: Hands) => Promise<Locator>
}

const handsOn = (page: Page, language: StageLanguage): Hands => ({
  page,
  words: wordsIn(language),
  press: (name) =>
    page
      .getByRole('button', { name, exact: true })
      .or(page.getByRole('link', { name, exact: true }))
      .first()
      .click(),
  scan: async (...texts) => {
    for (const text of texts) await page.evaluate((read) => window.stage.scan(read), text)
  },
  plugPrinter: () =>
    page.evaluate(() => {
      window.print = () => window.dispatchEvent(new Event('afterprint'))
    }),
  type: (label, text) => page.getByLabel(label).first().fill(text),
})

/** Goes on from the scene to the state, and waits until it is there. */
export const reachState = async (page: Page, { reach }: State, language: StageLanguage): Promise<void> => {
  const shown = await reach?.(handsOn(page, language))
  await shown?.first().waitFor()
}

/** Playwright reads every space as the ordinary one. */
const escaped = (text: string): string =>
  text
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s/g, '\\s')
const startingWith = (text: string): RegExp => new RegExp(`^${escaped(text)}`)
/** The same words of any number. */
const ofAnyNumber = (text: string): RegExp => new RegExp(escaped(text).replace(/\d+/g, '\\d+'))
const dialogOf = ({ page }: Hands): Locator => page.getByRole('dialog')
/** The window's own gesture: a button behind it may have the same words. */
const submit = (hands: Hands, name: string): Promise<void> => dialogOf(hands).getByRole('button', { name, exact: true }).click()
const typeInWindow = (hands: Hands, label: string, text: string): Promise<void> =>
  dialogOf(hands).getByLabel(startingWith(label)).fill(text)
const tellPassphrase = async (hands: Hands, button: string): Promise<void> => {
  await typeInWindow(hands, hands.words.passphrase.label, stagedPassphrase)
  await submit(hands, button)
}
const readApart = async (hands: Hands): Promise<void> => {
  const button = hands.page.getByRole('main').getByRole('button')
  const words = (await button.textContent()) ?? ''
  await button.click()
  await tellPassphrase(hands, words.trim())
}
const item = (n: number): string => itemBarcode(pile[n] ?? 0)

/** What a tablet shows before anybody has pressed anything. */
export const scenes = [
  ...([
    'today',
    'today-offline',
    'today-page-shut',
    'today-silent',
    'today-put-back',
    'today-gone-on',
    'today-problem',
    'today-behind',
    'today-empty',
    'today-closed',
    'today-closing',
    'today-update',
    'today-own-colour',
  ] as const),
  ...([
    'preparation',
    'preparation-offline',
    'preparation-second-pass',
    'preparation-wish',
    'preparation-notes',
    'preparation-empty',
  ] as const),
  ...([
    'call',
    'call-in-hand',
    'order',
    'order-cancelled',
    'order-no-show',
    'handover',
    'handover-offline',
    'handover-begun',
    'returns',
    'cases',
    'cases-empty',
    'cases-apart',
    'cases-apart-over',
    'cases-apart-librarian',
    'cases-apart-offline',
    'cases-above-day',
    'operations',
    'operations-stopped',
    'operations-elsewhere',
    'operations-ils',
    'operations-ils-silent',
    'ils-link',
    'ils-link-offline',
    'messages',
    'messages-sent',
    'messages-none',
    'messages-offline',
  ] as const),
  ...([
    'closing',
    'closing-held-back',
    'closing-silent',
    'closing-librarian',
    'settings',
    'settings-librarian',
    'settings-offline',
    'settings-unread',
    'settings-holiday',
    'settings-tablets',
    'settings-files',
    'settings-files-offline',
    'first-manager',
    'first-run',
    'rota',
    'rota-reader',
    'rota-offline',
    'rota-covered',
    'rota-empty',
    'figures',
    'figures-running',
    'figures-year',
    'figures-offline',
    'figures-last',
    'sign-in',
    'not-enrolled',
    'enrolment-erased',
    'enrolment-lost',
    'enrolment-elsewhere',
    'starting',
    'unusable',
    'downloading',
  ] as const),
  ...(['exercise', 'exercise-wrong', 'rehearsal', 'rehearsal-preparation', 'accessibility'] as const),
] as const satisfies readonly SceneName[]

const onToday: readonly State[] = [
  {
    name: 'today-slot',
    scene: 'today',
    reach: async (hands) => {
      await hands.page.locator('.slot button').nth(17).click()
      return dialogOf(hands)
    },
  },
  {
    name: 'today-state-late',
    scene: 'today-closing',
    reach: async (hands) => {
      await hands.page.locator('.key-states button').nth(4).click()
      return dialogOf(hands).getByRole('listitem')
    },
  },
  {
    name: 'today-whom-to-call',
    scene: 'today',
    reach: async (hands) => {
      await hands.page.getByRole('button', { name: startingWith(hands.words.today.seeNamed('')) }).click()
      return dialogOf(hands).getByText(hands.words.order.whomToCallSay)
    },
  },
  {
    name: 'today-somebody-arrives',
    scene: 'today',
    reach: async (hands) => {
      await hands.press(hands.words.today.arrive)
      await hands.type(hands.words.order.find, 'A-133')
      return dialogOf(hands).getByRole('listitem')
    },
  },
  {
    name: 'today-nobody-found',
    scene: 'today',
    reach: async (hands) => {
      await hands.press(hands.words.today.arrive)
      await hands.type(hands.words.order.find, '000')
      return dialogOf(hands).getByText(hands.words.order.findNone)
    },
  },
  {
    name: 'today-no-show',
    scene: 'today-closing',
    reach: async (hands) => {
      await hands.press(hands.words.today.noShowAll(3))
      return dialogOf(hands)
    },
  },
  {
    name: 'today-not-saved',
    scene: 'today-not-saved',
    reach: async (hands) => {
      await hands.press(hands.words.today.noShowNamed('B-126'))
      await hands.press(hands.words.order.noShowConfirm(1))
      return hands.page.getByText(hands.words.shell.notSaved.title, { exact: true })
    },
  },
]

/** What a tablet held upright and a phone keep one press away. */
const pressIfThere = async ({ page, press }: Hands, name: string): Promise<void> => {
  if (await page.getByRole('button', { name, exact: true }).isVisible()) await press(name)
}
const openTools = (hands: Hands): Promise<void> => pressIfThere(hands, hands.words.preparation.tools)

const onPreparation: readonly State[] = [
  {
    name: 'preparation-taken',
    scene: 'preparation',
    reach: async (hands) => {
      await hands.scan(itemBarcode(3))
      return hands.page.getByText(hands.words.preparation.scan.taken('L’Affaire Lerouge'))
    },
  },
  {
    name: 'preparation-take-over',
    scene: 'preparation',
    reach: async (hands) => {
      await hands.press(hands.words.preparation.claims.zone.takeOverNamed('Documentaires'))
      return dialogOf(hands)
    },
  },
  {
    name: 'preparation-wrong-code',
    scene: 'preparation',
    reach: async (hands) => {
      await hands.scan('9782070360246')
      return hands.page.getByRole('main').getByText(hands.words.preparation.scan.isbn)
    },
  },
  {
    name: 'preparation-another-bay',
    scene: 'preparation',
    reach: async (hands) => {
      await pressIfThere(hands, hands.words.preparation.moreFor('B-102'))
      await hands.press(hands.words.preparation.another)
      return dialogOf(hands)
    },
  },
  {
    name: 'preparation-labels',
    scene: 'preparation',
    reach: async (hands) => {
      await openTools(hands)
      await hands.press(hands.words.preparation.printLabels)
      return dialogOf(hands)
    },
  },
  {
    name: 'preparation-labels-sent',
    scene: 'preparation',
    reach: async (hands) => {
      await hands.plugPrinter()
      await openTools(hands)
      await hands.press(hands.words.preparation.printLabels)
      await hands.press(hands.words.preparation.labels.print(1))
      return dialogOf(hands).getByText(hands.words.preparation.labels.sent(1))
    },
  },
  {
    name: 'preparation-wish-in-hand',
    scene: 'preparation-wish',
    reach: async (hands) => {
      await hands.press(hands.words.preparation.chooseNamed(wish))
      return hands.page.getByRole('list', { name: hands.words.preparation.wishes }).getByText(hands.words.preparation.howMany)
    },
  },
  {
    name: 'preparation-wish-for-two',
    scene: 'preparation-notes',
    reach: async (hands) => {
      await hands.scan(itemBarcode(17))
      await hands.press(hands.words.preparation.chooseNamed(wishForTwo))
      // One copy was for an order; the other is for the wish.
      await hands.scan(itemBarcode(17, 1))
      return hands.page.getByText(hands.words.preparation.wishCount(1, 2))
    },
  },
  {
    name: 'preparation-tools',
    scene: 'preparation',
    reach: async (hands) => {
      await openTools(hands)
      return hands.page.getByRole('button', { name: hands.words.preparation.printList })
    },
  },
  {
    name: 'preparation-from-paper',
    scene: 'preparation',
    reach: async (hands) => {
      await openTools(hands)
      await hands.press(hands.words.preparation.onPaper)
      return dialogOf(hands)
    },
  },
  {
    name: 'preparation-on-paper',
    scene: 'preparation',
    reach: async (hands) => {
      await openTools(hands)
      await hands.press(hands.words.preparation.onPaper)
      await hands.type(hands.words.preparation.paperTime, '13:40')
      await hands.press(hands.words.preparation.paperStart)
      return hands.page.getByRole('button', { name: hands.words.preparation.paperEnd })
    },
  },
  {
    name: 'preparation-camera',
    scene: 'preparation',
    reach: async (hands) => {
      await hands.press(hands.words.preparation.scan.camera)
      return hands.page.getByText(hands.words.scanning.aim)
    },
  },
  {
    name: 'preparation-lent',
    scene: 'preparation-lent',
    reach: async (hands) =>
      hands.page.getByRole('list', { name: 'Romans', exact: true }).getByText(startingWith(hands.words.lentElsewhere.since(''))),
  },
  {
    name: 'preparation-propose',
    scene: 'preparation-second-pass',
    reach: async ({ page, words }) => {
      await page
        .getByRole('button', { name: startingWith(words.preparation.proposeNamed('')) })
        .first()
        .click()
      return page.getByLabel(words.preparation.proposeField)
    },
  },
  {
    name: 'preparation-give-up',
    scene: 'preparation-second-pass',
    reach: async (hands) => {
      await hands.page
        .getByRole('button', { name: startingWith(hands.words.preparation.giveUpNamed('')) })
        .first()
        .click()
      return dialogOf(hands)
    },
  },
  {
    name: 'preparation-not-saved',
    scene: 'preparation-not-saved',
    reach: async (hands) => {
      await hands.press(hands.words.preparation.takeNamed('L’Affaire Lerouge'))
      return hands.page.getByText(hands.words.shell.notSaved.title, { exact: true })
    },
  },
]

const onAnOrder: readonly State[] = [
  {
    name: 'order-unknown',
    scene: 'order',
    hash: '/commande/of-last-year',
    reach: async (hands) => hands.page.getByRole('heading', { level: 1, name: hands.words.order.unknown }),
  },
  {
    name: 'order-wish',
    scene: 'preparation-wish',
    hash: '/commande/wish-1',
    reach: async (hands) => hands.page.getByRole('list', { name: hands.words.order.lines }).getByText(wish),
  },
  {
    name: 'order-lent',
    scene: 'order-lent',
    reach: async (hands) =>
      hands.page.getByRole('list', { name: hands.words.order.lines }).getByText(startingWith(hands.words.lentElsewhere.since(''))),
  },
  {
    name: 'order-cancelling',
    scene: 'order',
    reach: async (hands) => {
      await hands.press(hands.words.order.cancel)
      await hands.press(hands.words.order.otherReason)
      return hands.page.getByLabel(hands.words.order.reasonField)
    },
  },
  {
    name: 'order-another-day',
    scene: 'order',
    reach: async (hands) => {
      await hands.type(hands.words.order.otherDay, '2026-11-25')
      return hands.page.getByRole('button', { name: ofAnyNumber(hands.words.order.free(2)) })
    },
  },
  {
    name: 'order-closed-day',
    scene: 'order',
    reach: async (hands) => {
      await hands.type(hands.words.order.otherDay, '2026-11-29')
      return hands.page.getByText(hands.words.order.closedDay)
    },
  },
  {
    name: 'order-moved',
    scene: 'order',
    reach: async (hands) => {
      await hands.page
        .getByRole('button', { name: startingWith(hands.words.order.moveTo('')) })
        .first()
        .click()
      return hands.page.getByRole('button', { name: hands.words.order.undo })
    },
  },
  {
    name: 'order-stopped',
    scene: 'today',
    reach: async (hands) => {
      // What no order can be read from: nothing that a person does leads there.
      await hands.page.evaluate(() => {
        const { state } = window.stage.snapshot
        const get = state.get.bind(state)
        state.get = (kind, id) => {
          if (kind === 'order') throw new Error('staged')
          return get(kind, id)
        }
        location.hash = '/commande/order-001'
      })
      return hands.page.getByRole('heading', { level: 1, name: hands.words.shell.crashed.title })
    },
  },
]

const onACall: readonly State[] = [
  {
    name: 'call-people',
    scene: 'call',
    reach: async (hands) => {
      await hands.type(hands.words.call.whoField, 'mar')
      return hands.page.getByRole('list', { name: hands.words.call.people(3) })
    },
  },
  {
    name: 'call-nobody',
    scene: 'call',
    reach: async (hands) => {
      await hands.type(hands.words.call.whoField, 'zzz')
      return hands.page.getByRole('button', { name: hands.words.call.noCard })
    },
  },
  {
    name: 'call-titles',
    scene: 'call-in-hand',
    reach: async (hands) => {
      await hands.type(hands.words.call.what, 'r')
      return hands.page.getByRole('list', { name: ofAnyNumber(hands.words.call.results(2)) })
    },
  },
  {
    name: 'call-no-title',
    scene: 'call-in-hand',
    reach: async (hands) => {
      await hands.type(hands.words.call.what, 'xyzzy')
      return hands.page.getByText(hands.words.call.nothing)
    },
  },
  {
    name: 'call-days',
    scene: 'call-in-hand',
    reach: async (hands) => {
      await hands.press(hands.words.call.otherDay)
      return hands.page.getByRole('group', { name: hands.words.call.moment })
    },
  },
  {
    name: 'call-second-order',
    scene: 'call-second-order',
    reach: async (hands) => {
      await hands.press(hands.words.call.save)
      return hands.page.getByText(hands.words.call.beyondWhy)
    },
  },
  {
    name: 'call-changes',
    scene: 'call-second-order',
    reach: async (hands) => {
      await hands.press(hands.words.call.addToNamed('B-014'))
      await hands.press(hands.words.call.remove('Au Bonheur des Dames'))
      return hands.page.getByText(hands.words.call.willBeRemoved)
    },
  },
  {
    name: 'order-line-out',
    scene: 'order',
    reach: async (hands) => {
      await hands.press(hands.words.order.remove('Au Bonheur des Dames'))
      return hands.page.getByText(hands.words.order.toReshelve)
    },
  },
  {
    name: 'call-instead',
    scene: 'call-in-hand',
    reach: async (hands) => {
      await hands.type(hands.words.call.what, 'chambre jaune')
      await hands.press(hands.words.call.add('Le Mystère de la chambre jaune'))
      await hands.press(hands.words.call.insteadOf('Le Mystère de la chambre jaune'))
      return hands.page.getByRole('button', { name: hands.words.call.add('Le Parfum de la dame en noir') })
    },
  },
  {
    name: 'call-beyond-rights',
    scene: 'call',
    reach: async (hands) => {
      await hands.type(hands.words.call.whoField, 'aubry')
      await hands.page.keyboard.press('Enter')
      await hands.type(hands.words.call.what, 'lune')
      await hands.press(hands.words.call.add('Le Voyage dans la Lune'))
      return hands.page.getByText(hands.words.call.blocked('carte perdue'))
    },
  },
  { name: 'call-unknown-card', scene: 'call-unknown-card' },
  {
    name: 'search',
    scene: 'call-in-hand',
    hash: '/retours',
    reach: async (hands) => {
      await hands.page.getByRole('heading', { level: 1 }).focus()
      await hands.page.keyboard.press('/')
      await dialogOf(hands).getByLabel(hands.words.call.what).fill('le')
      return dialogOf(hands).getByRole('list')
    },
  },
  {
    name: 'search-record',
    scene: 'call-in-hand',
    hash: '/retours',
    reach: async (hands) => {
      await hands.page.getByRole('heading', { level: 1 }).focus()
      await hands.page.keyboard.press('/')
      await dialogOf(hands).getByLabel(hands.words.call.what).fill('bonheur des dames')
      await dialogOf(hands).getByRole('list').waitFor()
      await dialogOf(hands).getByLabel(hands.words.call.what).press('Enter')
      return dialogOf(hands).getByRole('heading', { level: 3 })
    },
  },
  { name: 'call-missed', scene: 'call-missed' },
  {
    name: 'call-saved',
    scene: 'call-in-hand',
    reach: async (hands) => {
      await hands.press(hands.words.call.save)
      return hands.page.getByRole('link', { name: hands.words.call.seeOrder('B-018') })
    },
  },
]

const onHandover: readonly State[] = [
  {
    name: 'handover-found',
    scene: 'handover',
    reach: async (hands) => {
      await hands.type(hands.words.handover.field, 'mar')
      return hands.page.getByRole('heading', { name: hands.words.handover.results('mar', 2) })
    },
  },
  {
    name: 'handover-nobody',
    scene: 'handover',
    reach: async (hands) => {
      await hands.type(hands.words.handover.field, 'zzz')
      return hands.page.getByText(hands.words.handover.noResult)
    },
  },
  {
    name: 'handover-no-order',
    scene: 'handover',
    reach: async (hands) => {
      await hands.scan(paul.id)
      return hands.page.getByRole('button', { name: hands.words.handover.loanWithout })
    },
  },
  { name: 'order-handed-over', scene: 'handover-elsewhere', hash: '/commande/lucie-1' },
  {
    name: 'handover-left-today',
    scene: 'handover-elsewhere',
    reach: async ({ page, scan, words }) => {
      await scan(paul.id)
      return page.getByRole('heading', { name: words.handover.leftTodayTitle })
    },
  },
  {
    name: 'handover-document-left-today',
    scene: 'handover-elsewhere',
    reach: async ({ page, scan, words }) => {
      await scan(itemBarcode(10))
      return page.getByRole('button', { name: words.handover.undo })
    },
  },
  {
    name: 'handover-afterwards',
    scene: 'handover',
    reach: async (hands) => {
      await hands.press(hands.words.handover.afterwards)
      return hands.page.getByLabel(hands.words.handover.afterwardsDay)
    },
  },
  { name: 'handover-expected', scene: 'handover-family' },
  {
    name: 'handover-which-number',
    scene: 'handover-alike',
    reach: async (hands) => {
      await hands.scan('99999999')
      return dialogOf(hands)
    },
  },
  {
    name: 'handover-camera',
    scene: 'handover',
    reach: async (hands) => {
      await hands.press(hands.words.scanning.camera)
      return hands.page.getByText(hands.words.scanning.aim)
    },
  },
  {
    name: 'handover-camera-refused',
    scene: 'handover',
    reach: async (hands) => {
      await hands.press(hands.words.scanning.camera)
      await hands.page.getByText(hands.words.scanning.aim).waitFor()
      await hands.page.evaluate(() => window.stage.change({ camera: { kind: 'failed', reason: 'refused' } }))
      return hands.page.getByText(hands.words.scanning.failures.refused.what)
    },
  },
  {
    name: 'handover-intruder',
    scene: 'handover-begun',
    reach: async (hands) => {
      await hands.scan(itemBarcode(4))
      return hands.page.getByRole('main').getByText(hands.words.handover.refusedOther('Jane Eyre'))
    },
  },
  {
    name: 'handover-lend-anyway',
    scene: 'handover-begun',
    reach: async (hands) => {
      await hands.press(hands.words.handover.lendAnyway)
      await hands.press(hands.words.handover.otherReason)
      return hands.page.getByLabel(hands.words.handover.reasonField)
    },
  },
  {
    name: 'handover-family',
    scene: 'handover-family',
    reach: async (hands) => {
      for (const read of [lucie.id, zoe.id, item(0), itemBarcode(12)]) await hands.scan(read)
      return hands.page.getByRole('list', { name: hands.words.handover.ofPile('Zoé Marchand', 'A-120') })
    },
  },
  {
    name: 'handover-for-another',
    scene: 'handover-begun',
    reach: async (hands) => {
      await hands.press(hands.words.handover.collector)
      await hands.press(hands.words.handover.collectorProofs.card)
      return hands.page.getByText(hands.words.handover.collectorSay)
    },
  },
  {
    name: 'handover-aside',
    scene: 'handover-begun',
    reach: async (hands) => {
      await hands.press(hands.words.handover.setAside)
      return hands.page.getByRole('list', { name: hands.words.handover.asideTitle })
    },
  },
  {
    name: 'handover-abandon',
    scene: 'handover-begun',
    reach: async (hands) => {
      await hands.press(hands.words.handover.setAside)
      await hands.press(hands.words.handover.abandonNamed('Lucie Marchand'))
      return dialogOf(hands)
    },
  },
  {
    name: 'handover-left-and-not-found',
    scene: 'handover-begun',
    reach: async (hands) => {
      await hands.press(hands.words.handover.leaveNamed('Au Bonheur des Dames'))
      await hands.page
        .getByRole('button', { name: startingWith(hands.words.handover.notFound) })
        .first()
        .click()
      return hands.page.getByRole('button', { name: hands.words.handover.stillLook })
    },
  },
  {
    name: 'handover-done',
    scene: 'handover',
    reach: async (hands) => {
      await hands.scan(lucie.id, item(0), item(1), item(3))
      await hands.press(hands.words.handover.handOver(3))
      return hands.page.getByRole('button', { name: hands.words.handover.nextPatron })
    },
  },
  {
    name: 'handover-to-decide',
    scene: 'handover-to-decide',
    reach: async (hands) => {
      await hands.scan(paul.id, ...tenWithFilm.slice(0, 7).map(copyOfTen))
      return hands.page.getByRole('list', { name: hands.words.handover.decisionsTitle })
    },
  },
  {
    name: 'handover-lent',
    scene: 'handover-lent',
    reach: async (hands) => {
      await hands.scan(lucie.id)
      return (
        hands.page
          .getByRole('listitem')
          // The last is the ILS in longer words.
          .filter({ hasText: /SIGB|ILS|IILLS/ })
          .first()
      )
    },
  },
  {
    name: 'handover-all-there',
    scene: 'handover-ten',
    reach: async (hands) => {
      await hands.scan(paul.id, ...tenWorks.map((work) => itemBarcode(work)))
      return hands.page.getByRole('button', { name: hands.words.handover.handOver(tenWorks.length) })
    },
  },
  {
    name: 'handover-undo',
    scene: 'handover',
    reach: async (hands) => {
      await hands.scan(lucie.id, item(0))
      await hands.press(hands.words.handover.handOver(1))
      await hands.press(hands.words.handover.undo)
      return hands.page.getByRole('button', { name: hands.words.handover.undoConfirm })
    },
  },
  ...(['handover-not-saved', 'handover-unknown'] as const).map(
    (scene): State => ({
      name: scene,
      scene,
      reach: async (hands) => {
        await hands.scan(lucie.id, item(0))
        await hands.press(hands.words.handover.handOver(1))
        const { title, unknownTitle } = hands.words.shell.notSaved
        return hands.page.getByText(scene === 'handover-unknown' ? unknownTitle : title, { exact: true })
      },
    }),
  ),
]

const openMenu = ({ page, words }: Hands): Promise<void> =>
  page
    .getByRole('button', { name: words.shell.menuOf('Claire') })
    .or(page.getByRole('button', { name: words.shell.nav.more, exact: true }))
    .first()
    .click()

const onTheOthers: readonly State[] = [
  {
    name: 'returns-awaited',
    scene: 'returns',
    reach: async (hands) => {
      await hands.scan(itemBarcode(2), itemBarcode(9))
      return hands.page.getByRole('main').getByText(hands.words.returns.wantedTitle('Notre-Dame de Paris'))
    },
  },
  {
    name: 'returns-by-title',
    scene: 'returns',
    reach: async (hands) => {
      const { page, words } = hands
      await page.getByRole('textbox', { name: words.returns.field }).pressSequentially('lerrouge', { delay: 80 })
      return page.getByRole('main').getByText(words.returns.byTitle.near('lerrouge'))
    },
  },
  {
    name: 'returns-wrong-code',
    scene: 'returns',
    reach: async (hands) => {
      await hands.scan('B-014')
      return hands.page.getByRole('main').getByText(hands.words.returns.wrongScan)
    },
  },
  {
    name: 'returns-card',
    scene: 'returns',
    reach: async (hands) => {
      await hands.scan(lucie.id)
      return hands.page.getByRole('main').getByText(hands.words.returns.cardNext)
    },
  },
  {
    name: 'cases-settled',
    scene: 'cases',
    reach: async (hands) => {
      await hands.page.getByRole('article').getByRole('button').filter({ hasNotText: hands.words.cases.noteOpen }).first().click()
      return hands.page.getByRole('heading', { level: 1, name: hands.words.cases.verdict(1) })
    },
  },
  {
    name: 'cases-anew',
    scene: 'cases',
    reach: async (hands) => {
      const letter = hands.page.getByRole('article')
      await letter.getByRole('button').filter({ hasNotText: hands.words.cases.noteOpen }).first().click()
      await letter.getByRole('button', { name: hands.words.cases.anew }).click()
      return letter.getByText(hands.words.cases.anewSay('|').split('|')[1]?.trim() ?? '')
    },
  },
  {
    name: 'operations-pending',
    scene: 'returns',
    reach: async (hands) => {
      await hands.scan(itemBarcode(2), itemBarcode(9))
      await hands.page.evaluate(() => {
        location.hash = '/operations'
      })
      await hands.page.getByText(hands.words.operations.meaningTitle).click()
      return hands.page.getByRole('list', { name: hands.words.operations.here }).getByRole('listitem')
    },
  },
  { name: 'closing-awaiting-ils', scene: 'today', hash: '/cloture' },
  {
    name: 'closing-passphrase',
    scene: 'closing',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.makeCode)
      return dialogOf(hands).getByText(hands.words.passphrase.why.code)
    },
  },
  {
    name: 'closing-passphrase-wrong',
    scene: 'closing',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.makeCode)
      await typeInWindow(hands, hands.words.passphrase.label, '2468')
      await submit(hands, hands.words.tablets.makeCode)
      return dialogOf(hands).getByText(hands.words.passphrase.problems['passphrase-wrong'].what)
    },
  },
  {
    name: 'closing-passphrase-code',
    scene: 'closing',
    reach: async (hands) => {
      await hands.press(hands.words.passphrase.haveCode)
      await typeInWindow(hands, hands.words.passphrase.code, 'ABCD-1234')
      await typeInWindow(hands, hands.words.passphrase.fresh, 'court')
      await submit(hands, hands.words.passphrase.choose)
      return dialogOf(hands).getByText(hands.words.passphrase.problems['passphrase-too-short'].what)
    },
  },
  {
    name: 'closing-passphrase-change',
    scene: 'closing',
    reach: async (hands) => {
      await hands.press(new RegExp(`^${hands.words.passphrase.mine}`))
      return dialogOf(hands).getByText(hands.words.passphrase.freshHint)
    },
  },
  {
    name: 'closing-passphrase-given',
    scene: 'closing-two-managers',
    reach: async (hands) => {
      await hands.press(hands.words.passphrase.give('Inès'))
      await typeInWindow(hands, hands.words.passphrase.label, stagedPassphrase)
      await submit(hands, hands.words.passphrase.giveCode)
      return dialogOf(hands).getByText('K7QF-2MXD')
    },
  },
  {
    name: 'closing-code',
    scene: 'closing',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.makeCode)
      await tellPassphrase(hands, hands.words.tablets.makeCode)
      return hands.page.getByRole('img', { name: hands.words.tablets.qr })
    },
  },
  {
    name: 'closing-tablets-seen',
    scene: 'closing-two-managers',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.look)
      await tellPassphrase(hands, hands.words.tablets.look)
      return hands.page.getByRole('list', { name: hands.words.tablets.codes })
    },
  },
  {
    name: 'closing-set-aside',
    scene: 'closing',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.setAsideTitle('A'))
      return dialogOf(hands)
    },
  },
  {
    name: 'closing-set-many-aside',
    scene: 'closing-two-managers',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.setAsideMany)
      await hands.press(hands.words.tablets.tickAdmittedBy('Inès'))
      return dialogOf(hands)
    },
  },
  ...(['cases-apart', 'cases-apart-all-agree', 'cases-apart-none-counts', 'cases-apart-many', 'cases-apart-above'] as const).map(
    (scene): State => ({
      name: `${scene}-read`,
      scene,
      reach: async (hands) => {
        await readApart(hands)
        return hands.page.getByRole('article')
      },
    }),
  ),
  {
    name: 'cases-apart-taken',
    scene: 'cases-apart',
    reach: async (hands) => {
      await readApart(hands)
      await hands.press(startingWith(hands.words.apart.takeAgreeing(4, false)))
      return hands.page.getByRole('main').getByText(hands.words.apart.taken(4, 0))
    },
  },
  {
    name: 'cases-apart-none-taken',
    scene: 'cases-apart',
    reach: async (hands) => {
      await readApart(hands)
      await hands.press(startingWith(hands.words.apart.takeNone))
      return hands.page.getByRole('main').getByText(hands.words.apart.none)
    },
  },
  {
    name: 'sign-in-pin',
    scene: 'sign-in',
    reach: async (hands) => {
      await hands.press('Mehdi')
      return hands.page.getByRole('button', { name: hands.words.signIn.enter })
    },
  },
  {
    name: 'sign-in-wrong-pin',
    scene: 'sign-in',
    reach: async (hands) => {
      await hands.press('Mehdi')
      await hands.page.keyboard.type('9999')
      await hands.page.keyboard.press('Enter')
      return hands.page.getByRole('main').getByText(hands.words.signIn.wrong)
    },
  },
  {
    name: 'enrolment-unknown-code',
    scene: 'not-enrolled',
    hash: '/enrol/K7QF-2MXD',
    reach: async (hands) => {
      await hands.press(hands.words.enrolment.submit)
      return hands.page.getByRole('main').getByText(hands.words.enrolment.problems['code-unknown'].what)
    },
  },
  {
    name: 'enrolment-install-first',
    scene: 'not-enrolled',
    hash: '/enrol/K7QF-2MXD',
    reach: async (hands) => {
      // The same browser on an iPad, as from its next look at the form.
      await hands.page.evaluate(() => {
        Object.defineProperty(navigator, 'userAgent', { get: () => 'iPad' })
        location.hash = '/accessibilite'
      })
      await hands.page.getByRole('heading', { name: hands.words.accessibility.verdict }).waitFor()
      await hands.page.evaluate(() => {
        location.hash = '/enrol/K7QF-2MXD'
      })
      return hands.page.getByText(hands.words.enrolment.installTitle)
    },
  },
  {
    name: 'exercise-printer-asked',
    scene: 'exercise',
    reach: async (hands) => {
      await hands.plugPrinter()
      await hands.press(hands.words.exercise.printer.try)
      return hands.page.getByRole('button', { name: hands.words.exercise.printer.yes })
    },
  },
  {
    name: 'menu',
    scene: 'today',
    reach: async (hands) => {
      await openMenu(hands)
      return dialogOf(hands)
    },
  },
  {
    name: 'help',
    scene: 'today',
    reach: async (hands) => {
      await openMenu(hands)
      await dialogOf(hands).getByRole('button', { name: hands.words.menu.help }).click()
      return dialogOf(hands).getByRole('heading', { name: hands.words.menu.help })
    },
  },
]

const openCell = async (hands: Hands): Promise<void> =>
  hands.page
    .getByRole('button', { name: startingWith(hands.words.rota.changeCell('handover', 6, 'morning')) })
    .first()
    .click()

const onRota: readonly State[] = [
  {
    name: 'rota-placed',
    scene: 'rota',
    reach: async (hands) => {
      await hands.page.getByRole('button', { name: startingWith(hands.words.rota.put('')) }).click()
      return hands.page.getByRole('heading', { name: hands.words.rota.gaps(1) })
    },
  },
  {
    name: 'rota-cell',
    scene: 'rota',
    reach: async (hands) => {
      await openCell(hands)
      await dialogOf(hands).getByRole('button', { name: 'Paul' }).click()
      return dialogOf(hands).getByLabel(hands.words.rota.fromOf('Paul'))
    },
  },
  {
    name: 'rota-note',
    scene: 'rota',
    reach: async (hands) => {
      await hands.press(hands.words.rota.noteTitle)
      return dialogOf(hands)
    },
  },
  {
    name: 'rota-authors',
    scene: 'rota',
    reach: async (hands) => {
      await hands.press(hands.words.rota.authors)
      return dialogOf(hands)
    },
  },
  {
    name: 'rota-conflict',
    scene: 'rota-meanwhile',
    reach: async (hands) => {
      await hands.page.getByRole('button', { name: startingWith(hands.words.rota.put('')) }).click()
      return hands.page.getByText(hands.words.rota.conflict.both, { exact: true })
    },
  },
]

const onFigures: readonly State[] = (
  [
    ['figures-weeks', 'figures', 'weeks'],
    ['figures-days', 'figures', 'days'],
    ['figures-year-weeks', 'figures-year', 'weeks'],
  ] as const
).map(
  ([name, scene, grain]): State => ({
    name,
    scene,
    reach: async (hands) => {
      await hands.page.getByRole('radio', { name: hands.words.figures.howMany.grains[grain], exact: true }).check()
      return hands.page.getByRole('table', { name: hands.words.figures.csv.tables[grain].title, exact: true })
    },
  }),
)

const saveWithPassphrase = async (hands: Hands): Promise<void> => {
  await hands.press(hands.words.settings.save)
  await tellPassphrase(hands, hands.words.settings.save)
}

const onSettings: readonly State[] = [
  ...(['name', 'team', 'what', 'where', 'trial'] as const).map(
    (question): State => ({ name: `first-run-${question}`, scene: `first-run-${question}` }),
  ),
  { name: 'settings-lead', scene: 'settings', hash: '/gestion/reglages/delais' },
  { name: 'settings-rights-librarian', scene: 'settings-librarian', hash: '/gestion/reglages/droits' },
  { name: 'settings-lead-offline', scene: 'settings-offline', hash: '/gestion/reglages/delais' },
  {
    name: 'settings-lead-wrong',
    scene: 'settings',
    hash: '/gestion/reglages/delais',
    reach: async (hands) => {
      await hands.page.getByLabel(hands.words.settings.labels.leadTimeHours, { exact: true }).fill('999')
      return hands.page.getByText(hands.words.settings.faults.bounds('x', 0, 240).next)
    },
  },
  {
    name: 'settings-lead-saved',
    scene: 'settings',
    hash: '/gestion/reglages/delais',
    reach: async (hands) => {
      await hands.press(hands.words.settings.more(hands.words.settings.labels.leadTimeHours))
      await saveWithPassphrase(hands)
      return hands.page.getByRole('main').getByText(hands.words.settings.saved(hands.words.settings.sections.lead.title))
    },
  },
  {
    name: 'settings-conflict',
    scene: 'settings-meanwhile',
    hash: '/gestion/reglages/delais',
    reach: async (hands) => {
      await hands.press(hands.words.settings.more(hands.words.settings.labels.leadTimeHours))
      await saveWithPassphrase(hands)
      return hands.page.getByText(hands.words.settings.conflict.both, { exact: true })
    },
  },
  {
    name: 'settings-put-back',
    scene: 'settings',
    reach: async (hands) => {
      await hands.page
        .getByRole('button', { name: startingWith(hands.words.settings.journal.putBack) })
        .first()
        .click()
      return hands.page.getByRole('button', { name: hands.words.settings.keep })
    },
  },
  {
    name: 'settings-holiday-closed',
    scene: 'settings-holiday',
    reach: async (hands) => {
      await hands.press(hands.words.settings.days.closeAll(2))
      await tellPassphrase(hands, hands.words.settings.save)
      return hands.page.getByRole('button', { name: hands.words.settings.days.takeBack })
    },
  },
  {
    name: 'settings-days-to-call',
    scene: 'settings-holiday',
    hash: '/gestion/reglages/jours',
    reach: async (hands) => {
      await hands.page.getByLabel(hands.words.settings.days.date).first().fill('24/11/2026')
      await hands.press(hands.words.settings.days.close)
      return hands.page.getByText(hands.words.settings.preview['to-call'])
    },
  },
  {
    name: 'settings-messages',
    scene: 'settings',
    hash: '/gestion/reglages/courriels',
    reach: async (hands) => {
      await hands.page.getByLabel(hands.words.settings.labels.quietUntil).fill('18:00')
      return hands.page.getByText(hands.words.settings.messages.quiet('x').next).first()
    },
  },
  {
    name: 'settings-templates',
    scene: 'settings',
    hash: '/gestion/reglages/modeles',
    reach: async (hands) => {
      const { templates } = hands.words
      await hands.page.getByLabel(templates.text, { exact: true }).fill('{jours} [{ce qui manque}]')
      return hands.page.getByText(templates.preview)
    },
  },
  {
    name: 'settings-page',
    scene: 'settings-page',
    hash: '/gestion/reglages/page',
    reach: async (hands) => {
      const { publicPage } = hands.words
      await hands.page.getByLabel(publicPage.doors.paused).check()
      return hands.page.getByText(publicPage.fault('', 1, 300).next)
    },
  },
  {
    name: 'settings-call',
    scene: 'settings',
    hash: '/gestion/reglages/telephone',
    reach: async (hands) => {
      const { publicPage, settings } = hands.words
      await hands.page.getByLabel(publicPage.languages.fr, { exact: true }).fill('Votre nom suffit.')
      return hands.page.getByText(settings.call.noEnglish)
    },
  },
  { name: 'settings-templates-librarian', scene: 'settings-librarian', hash: '/gestion/reglages/modeles' },
  {
    name: 'ils-link-typed',
    scene: 'ils-link-fails',
    reach: async (hands) => {
      const { ilsLink, passphrase } = hands.words
      await hands.press(ilsLink.change)
      await hands.press(ilsLink.unlink)
      await hands.page.getByText(ilsLink.further).click()
      await hands.page.getByLabel(startingWith(ilsLink.fields.address)).fill('')
      await hands.page.getByRole('button', { name: ilsLink.link, exact: true }).click()
      await typeInWindow(hands, passphrase.label, stagedPassphrase)
      await submit(hands, ilsLink.link)
      return hands.page.getByText(ilsLink.missing(ilsLink.fields.address).what)
    },
  },
  {
    name: 'ils-link-tried',
    scene: 'ils-link',
    reach: async (hands) => {
      const { ilsLink } = hands.words
      await hands.page.getByLabel(ilsLink.card).fill('0001')
      await hands.press(ilsLink.tryIt)
      await tellPassphrase(hands, ilsLink.tryIt)
      return hands.page.getByText(ilsLink.stepSay.knows('0001'))
    },
  },
  {
    name: 'settings-told',
    scene: 'settings-told',
    reach: async (hands) => {
      const journal = hands.page.getByRole('list', { name: hands.words.settings.journal.title })
      await journal.scrollIntoViewIfNeeded()
      return journal
    },
  },
  { name: 'settings-tablets-two', scene: 'settings', hash: '/gestion/reglages/tablettes' },
  { name: 'settings-tablets-librarian', scene: 'settings-tablets-librarian' },
  { name: 'settings-tablets-offline', scene: 'settings-tablets-offline' },
  {
    name: 'settings-tablets-seen',
    scene: 'settings-tablets',
    reach: async (hands) => {
      await hands.press(hands.words.tablets.look)
      await tellPassphrase(hands, hands.words.tablets.look)
      return hands.page.getByText(hands.words.tablets.otherVersion)
    },
  },
  { name: 'settings-ranges', scene: 'settings', hash: '/gestion/reglages/plages' },
  { name: 'settings-rights', scene: 'operations-ils', hash: '/gestion/reglages/droits' },
  {
    name: 'settings-rights-tried',
    scene: 'settings',
    hash: '/gestion/reglages/droits',
    reach: async (hands) => {
      const { rights } = hands.words
      await hands.page.getByLabel(rights.labels.durationDays, { exact: true }).fill('400')
      return hands.page.getByText(rights.fault.next)
    },
  },
  {
    name: 'settings-walk',
    scene: 'settings',
    hash: '/gestion/reglages/parcours',
    reach: async (hands) => {
      const list = hands.page.getByRole('list', { name: hands.words.walk.list, exact: true })
      await list.getByRole('button', { name: startingWith('2, ') }).focus()
      await hands.page.keyboard.press('Alt+ArrowUp')
      await list.getByRole('button', { name: startingWith('1, ') }).click()
      return hands.page.getByLabel(hands.words.walk.name)
    },
  },
  { name: 'settings-ranges-offline', scene: 'settings-offline', hash: '/gestion/reglages/plages' },
  {
    name: 'settings-ranges-closed',
    scene: 'settings-ranges',
    hash: '/gestion/reglages/plages',
    reach: async (hands) => {
      const { ranges, weekdayNames } = hands.words.settings
      const wednesday = weekdayNames[2] ?? ''
      await hands.page
        .getByRole('main')
        .getByRole('button', { name: new RegExp(`${wednesday}$`) })
        .first()
        .click()
      await hands.page.getByRole('button', { name: startingWith(ranges.removeNamed('')) }).click()
      return hands.page.getByRole('list', { name: hands.words.settings.toCall })
    },
  },
  {
    name: 'settings-ranges-wrong',
    scene: 'settings',
    hash: '/gestion/reglages/plages',
    reach: async (hands) => {
      await hands.page.getByLabel(hands.words.settings.days.to, { exact: true }).first().fill('9:00')
      return hands.page.getByText(hands.words.settings.ranges['after-from'].next)
    },
  },
  {
    name: 'settings-codes-learned',
    scene: 'settings',
    hash: '/gestion/reglages/codes',
    reach: async (hands) => {
      await hands.press(hands.words.settings.codes.learn.cardRule)
      for (const number of ['7000000011', '7000000021', '7000000031']) {
        await hands.page.getByLabel(hands.words.settings.codes.typed).fill(number)
        await hands.press(hands.words.settings.codes.take)
      }
      await hands.page.getByLabel(hands.words.settings.codes.typed).fill('7999999999')
      await hands.page.getByLabel(hands.words.settings.codes.typed).press('Enter')
      return hands.page.getByText(hands.words.settings.codes.would.card('7999999999'))
    },
  },
  { name: 'settings-team', scene: 'settings-team', hash: '/gestion/reglages/equipe' },
  { name: 'settings-team-librarian', scene: 'settings-librarian', hash: '/gestion/reglages/equipe' },
  {
    name: 'settings-team-leaving',
    scene: 'settings-team',
    hash: '/gestion/reglages/equipe',
    reach: async (hands) => {
      await hands.press(hands.words.team.change('Mehdi'))
      await hands.page.getByLabel(hands.words.team.lastDay).first().fill('31/12/2026')
      return hands.page.getByText(hands.words.team.pinEnds)
    },
  },
  {
    name: 'settings-team-last-manager',
    scene: 'settings-team',
    hash: '/gestion/reglages/equipe',
    reach: async (hands) => {
      await hands.press(hands.words.team.change('Claire'))
      await hands.page.getByLabel(hands.words.team.roles.librarian).check()
      return hands.page.getByText(hands.words.team.faults['last-manager'].next)
    },
  },
  {
    name: 'settings-team-code',
    scene: 'settings-team',
    hash: '/gestion/reglages/equipe',
    reach: async (hands) => {
      await hands.press(hands.words.team.codeOf('Solène'))
      await tellPassphrase(hands, hands.words.team.giveCode)
      return hands.page.getByText('K7QF-2MXD')
    },
  },
  {
    name: 'settings-team-removed',
    scene: 'settings-team',
    hash: '/gestion/reglages/equipe',
    reach: async (hands) => {
      await hands.press(hands.words.team.change('Solène'))
      await hands.press(hands.words.team.removeNamed('Solène'))
      await tellPassphrase(hands, hands.words.team.remove)
      return hands.page.getByText(hands.words.team.removed('Solène')).first()
    },
  },
  {
    name: 'sign-in-first',
    scene: 'sign-in-first',
    reach: async (hands) => {
      await hands.press('Solène')
      await hands.page.getByLabel(hands.words.choosePin.code).fill('K7QF-2MXD')
      await hands.page.getByLabel(hands.words.choosePin.pin).fill('1234')
      await hands.page.getByLabel(hands.words.choosePin.again).fill('1243')
      await hands.press(hands.words.choosePin.choose)
      return hands.page.getByText(hands.words.choosePin.problems.again.next)
    },
  },
  { name: 'settings-bays', scene: 'settings', hash: '/gestion/reglages/casiers' },
  {
    name: 'settings-name',
    scene: 'settings',
    hash: '/gestion/reglages/nom',
    reach: async (hands) => {
      await hands.page.getByLabel(hands.words.settings.labels.serviceName, { exact: true }).fill('Drive du Valmont')
      await hands.page.getByLabel(hands.words.settings.labels.accentColour, { exact: true }).fill('#00a19a')
      return hands.page.getByText(hands.words.settings.colour.guessed)
    },
  },
  {
    name: 'settings-retention-sooner',
    scene: 'settings',
    hash: '/gestion/reglages/oubli',
    reach: async (hands) => {
      await hands.page.getByLabel(hands.words.settings.labels.keepLoanDays, { exact: true }).fill('60')
      return hands.page.getByLabel(hands.words.settings.retype('60'))
    },
  },
]

export const states: readonly State[] = [
  ...scenes.map((scene) => ({ name: scene, scene })),
  ...onToday,
  ...onPreparation,
  ...onAnOrder,
  ...onACall,
  ...onHandover,
  ...onTheOthers,
  ...onSettings,
  ...onRota,
  ...onFigures,
]
