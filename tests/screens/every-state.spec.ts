/**
 * Every screen in every state: what it says first and what axe says, in both languages, in daylight, in the dark and in forced colours; that
 * nothing is cut at any zoom, in large, spaced or longer words; and that the keyboard alone is enough, on a tablet and a phone. One opening
 * serves as many questions as it can. Runs in Playwright, on the stage: real CSS, real components, the domain's own functions; only the
 * network and the disk are played.
 */
import { expect, type Page } from '@playwright/test'
import { expectStill, expectUncut, expectUncutText } from './enlarged.ts'
import { ofColours, openState, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { type State, type scenes, states } from './states.ts'
import { tabThrough } from './tab-through.ts'
import { expectDrawn } from './undrawn.ts'

type Heads = { readonly fr: string | RegExp; readonly en: string | RegExp }

/** The sentence each scene opens with; a scene without its own does not compile. */
const headByScene: Readonly<Record<(typeof scenes)[number], Heads>> = {
  today: { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-offline': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-page-shut': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-silent': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-put-back': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-gone-on': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-problem': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-behind': { fr: '17\u00a0min de retard', en: '17\u00a0min behind' },
  'today-empty': { fr: 'Rien aujourd’hui', en: 'Nothing today' },
  'today-closed': { fr: 'Fermé aujourd’hui', en: 'Closed today' },
  'today-closing': { fr: 'Tout est prêt', en: 'Everything is ready' },
  'today-update': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  'today-own-colour': { fr: '16\u00a0min d’avance', en: '16\u00a0min ahead' },
  preparation: { fr: '19 à prendre', en: '19 to pick' },
  'preparation-offline': { fr: '19 à prendre', en: '19 to pick' },
  'preparation-second-pass': { fr: '2 à revoir', en: '2 to look for again' },
  'preparation-wish': { fr: '21 à prendre', en: '21 to pick' },
  'preparation-notes': { fr: '21 à prendre', en: '21 to pick' },
  'preparation-empty': { fr: 'Rien à prendre', en: 'Nothing to pick' },
  call: { fr: 'Commande par téléphone', en: 'Order by telephone' },
  'call-in-hand': { fr: 'Commande par téléphone', en: 'Order by telephone' },
  order: { fr: 'B-014, usager arrivé', en: 'B-014, patron arrived' },
  'order-cancelled': { fr: 'B-014, annulée', en: 'B-014, cancelled' },
  'order-no-show': { fr: 'B-012, non venu', en: 'B-012, no-show' },
  handover: { fr: 'Qui est là\u202f?', en: 'Who’s here?' },
  'handover-offline': { fr: 'Qui est là\u202f?', en: 'Who’s here?' },
  'handover-begun': { fr: /^3 sur 4/, en: /^3 of 4/ },
  returns: { fr: 'Retours', en: 'Returns' },
  cases: { fr: '2 à décider', en: '2 to decide' },
  'cases-empty': { fr: 'Rien à décider', en: 'Nothing to decide' },
  'cases-apart': { fr: '6\u00a0gestes à lire', en: '6 operations to read' },
  'cases-above-day': { fr: '1 à décider', en: '1 to decide' },
  'cases-apart-over': { fr: 'Plus rien à lire', en: 'Nothing left to read' },
  'cases-apart-librarian': { fr: '4\u00a0gestes à lire', en: '4 operations to read' },
  'cases-apart-offline': { fr: '4\u00a0gestes à lire', en: '4 operations to read' },
  operations: { fr: 'Tout est transmis', en: 'All sent' },
  'operations-stopped': { fr: '1 à transmettre', en: '1 to send' },
  'operations-ils': { fr: 'Tout est transmis', en: 'All sent' },
  'operations-ils-silent': { fr: 'Tout est transmis', en: 'All sent' },
  'operations-elsewhere': { fr: 'Tout est transmis', en: 'All sent' },
  messages: { fr: '3 attendent depuis 14\u00a0min', en: '3 have been waiting for 14\u00a0min' },
  'messages-sent': { fr: 'Tout est parti', en: 'All sent' },
  'messages-none': { fr: 'Aucun courriel ne part', en: 'No emails are being sent' },
  'messages-offline': { fr: 'Courriels', en: 'Emails' },
  'ils-link': { fr: 'Le lien tient', en: 'The link is working' },
  'ils-link-offline': { fr: 'Le SIGB', en: 'The ILS' },
  closing: { fr: 'Journée pas encore close', en: 'Not closed yet' },
  'closing-held-back': { fr: 'Journée pas encore close', en: 'Not closed yet' },
  'closing-silent': { fr: 'Journée pas encore close', en: 'Not closed yet' },
  'closing-librarian': { fr: 'Tout est réglé', en: 'All settled' },
  'first-manager': { fr: 'Médiathèque de la Gare\u00a0: bienvenue', en: 'Welcome to Médiathèque de la Gare' },
  'first-run': { fr: 'Quand vient-on retirer\u202f?', en: 'When do people collect?' },
  settings: { fr: 'Ouvert aux commandes', en: 'Open for orders' },
  'settings-librarian': { fr: 'Ouvert aux commandes', en: 'Open for orders' },
  'settings-offline': { fr: 'Ouvert aux commandes', en: 'Open for orders' },
  'settings-files': { fr: 'Fichiers', en: 'Files' },
  'settings-files-offline': { fr: 'Fichiers', en: 'Files' },
  'settings-tablets': { fr: 'C est revenue parler', en: 'C has been heard from again' },
  'settings-holiday': { fr: 'Ouvert aux commandes', en: 'Open for orders' },
  'settings-unread': { fr: 'Ouvert aux commandes', en: 'Open for orders' },
  rota: { fr: 'Deux trous à combler', en: 'Two gaps to fill' },
  'rota-reader': { fr: 'Deux trous à combler', en: 'Two gaps to fill' },
  'rota-offline': { fr: 'Un trou à combler', en: 'One gap to fill' },
  'rota-covered': { fr: 'Tout est couvert', en: 'All covered' },
  'rota-empty': { fr: 'Rien n’est ouvert cette semaine', en: 'Nothing is open this week' },
  figures: { fr: '1\u202f512 commandes', en: '1,512 orders' },
  'figures-running': { fr: '1\u202f180 commandes', en: '1,180 orders' },
  'figures-year': { fr: '14\u202f763 commandes', en: '14,763 orders' },
  'figures-offline': { fr: 'Les chiffres demandent le réseau', en: 'Figures need the network' },
  'figures-last': { fr: '1\u202f512 commandes', en: '1,512 orders' },
  'sign-in': { fr: 'Qui êtes-vous\u202f?', en: 'Who are you?' },
  'not-enrolled': { fr: 'Associer cette tablette', en: 'Enrol this tablet' },
  'enrolment-erased': { fr: 'Le navigateur a effacé cette tablette', en: 'The browser erased this tablet' },
  'enrolment-lost': { fr: 'Cette tablette n’est plus reconnue', en: 'This tablet is no longer recognised' },
  'enrolment-elsewhere': { fr: 'Cette tablette n’est plus reconnue', en: 'This tablet is no longer recognised' },
  starting: { fr: 'Ouverture…', en: 'Opening…' },
  unusable: { fr: 'Cette tablette ne peut rien garder', en: 'This tablet cannot keep anything' },
  downloading: { fr: 'Premier chargement', en: 'First download' },
  exercise: { fr: '2 choses à essayer', en: '2 things to try' },
  'exercise-wrong': { fr: '3 points à corriger', en: '3 things to put right' },
  rehearsal: { fr: '0 sur 6', en: '0 of 6' },
  'rehearsal-preparation': { fr: /à prendre$/, en: /to pick$/ },
  accessibility: { fr: 'Accessibilité\u00a0: non conforme', en: 'Accessibility: not compliant' },
}

const headOf = (name: string): Heads | undefined => Object.entries(headByScene).find(([scene]) => scene === name)?.[1]

const expectHead = async (page: Page, { name }: State, language: 'fr' | 'en'): Promise<void> => {
  const head = headOf(name)
  if (head !== undefined) await expect(page.getByRole('heading', { level: 1 })).toHaveText(head[language])
}

const tablet = { width: 1180, height: 820 }
const phone = { width: 390, height: 844 }

for (const state of states) {
  test(`${state.name} in French: axe has nothing to say in any light, all is drawn in forced colours, nothing is cut, and Tab stops at everything`, async ({
    page,
    viewport,
  }) => {
    await openState(page, state)
    await expectHead(page, state, 'fr')
    expect.soft(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    // The words, the names and the order are the same in the dark: only colours can differ.
    expect.soft(await violations(page, { runOnly: ofColours })).toEqual([])
    await page.emulateMedia({ colorScheme: null })
    await expectDrawn(page)
    await page.setViewportSize(phone)
    await expectDrawn(page)
    await page.emulateMedia({ forcedColors: null })
    await expectUncut(page)
    await expectStill(page)
    await expectUncutText(page)
    await page.setViewportSize(viewport ?? tablet)
    const hasWindow = (await page.getByRole('dialog').count()) > 0
    await tabThrough(page)
    await page.setViewportSize(phone)
    // Tab came to its end, and Escape closed the window.
    if (hasWindow) await openState(page, state)
    // The frame around the focus is judged in these colours too.
    await page.emulateMedia({ forcedColors: 'active' })
    await tabThrough(page)
  })

  // Colours know no language: they were asked above, in each light. Longer words than these are zoomed below.
  test(`${state.name} in English: axe has nothing to say, and large or spaced text cuts nothing`, async ({ page }) => {
    await openState(page, state, 'en')
    await expectHead(page, state, 'en')
    expect.soft(await violations(page, { leftOut: ['color-contrast'] })).toEqual([])
    await expectUncutText(page)
  })

  test(`${state.name} in longer words: nothing is cut or scrolls sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await openState(page, state, 'pseudo')
    await expectUncut(page)
  })
}
