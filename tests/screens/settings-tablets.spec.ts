/**
 * Réglages, Tablettes, in a real browser on the staged desk: what everybody reads of each tablet, what a manager's passphrase adds, and what
 * can be done on line alone (CASE-4, PRIV-5). The endpoint's answers are the stage's.
 */
import { expect, type Page } from '@playwright/test'
import { anInstant } from '../builders/a-moment.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

const row = (page: Page, name: string) => page.getByRole('list', { name: 'Les tablettes' }).getByRole('listitem').filter({ hasText: name })
const act = /Retirer|Faire un code|Voir ce que/

const givePassphrase = async (page: Page): Promise<void> => {
  const field = page.getByRole('dialog').getByLabel('Votre phrase de passe', { exact: true })
  await field.fill(stagedPassphrase)
  await field.press('Enter')
}
const lookAtEach = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Voir ce que chacune garde, et sa version' }).press('Enter')
  await givePassphrase(page)
}
const goOffline = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { link } = window.stage.snapshot
    window.stage.change({ link: { kind: 'offline', since: link.kind === 'online' ? link.lastExchangeAt : undefined } })
  })

const goOnline = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { link } = window.stage.snapshot
    const since = link.kind === 'offline' ? link.since : undefined
    if (since !== undefined) window.stage.change({ link: { kind: 'online', lastExchangeAt: since } })
  })

test('[PRIV-5] each tablet is told with who let it in, when it was heard, and those out of service with why', async ({ page }) => {
  await openScene(page, 'settings-tablets')
  await expect(row(page, 'Accueil')).toHaveText(/^AAccueilrien en attenteAdmise le 3\sseptembre\s2025, code de Claire15\sh\s03/)
  await expect(row(page, 'Drive')).toContainText(/cette tablette.*code de Claire · version 3fa9c1d24b7e/)
  await expect(row(page, 'Rayons')).toHaveText(/^DRayonsgarde des opérationsAdmise le 9\sjanvier, code d’Inès14\sh\s52/)
  await expect(row(page, 'Téléphone')).toContainText(/Admise le 13\snovembre, code fait sur le serveur/)
  await expect(page.getByText('Retirée du service')).toHaveText(
    /^Retirée du service\s: C, le 24\snovembre par Claire, «\soubliée dans le bus\s»Admise le 9\sjanvier, code d’Inès$/,
  )
  expect(await violations(page)).toEqual([])
})

test('[PRIV-5] by the passphrase come each version, what each holds, and when what C brought was made', async ({ page }) => {
  await openScene(page, 'settings-tablets')
  await expect(row(page, 'gestes')).toContainText('4 gestes à lire')
  await lookAtEach(page)
  await expect(row(page, 'gestes')).toContainText(/4 gestes du 18\snovembre, de 16\sh\s40 à 17\sh\s25/)
  await expect(row(page, 'Rayons')).toContainText(/2 à transmettre.*version 5d0f72c1a9be.*Une autre version que cette tablette/)
  await expect(row(page, 'Accueil')).toContainText('version 3fa9c1d24b7e')
  expect(await violations(page)).toEqual([])
})

test('[PRIV-5] a librarian reads the same list, and changes nothing', async ({ page }) => {
  await openScene(page, 'settings-tablets-librarian')
  await expect(row(page, 'Rayons')).toContainText(/Admise le 9\sjanvier, code d’Inès/)
  await expect(page.getByText(/^Retirée du service/)).toBeVisible()
  await expect(page.getByText('Une personne responsable les associe et les retire du service.')).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: act })).toHaveCount(0)
})

test('[PRIV-5] off line the list is read, and says what the network is needed for', async ({ page }) => {
  await openScene(page, 'settings-tablets-offline')
  await expect(row(page, 'Accueil')).toContainText(/Admise le 3\sseptembre\s2025, code de Claireaujourd’hui/)
  await expect(row(page, 'Drive')).toContainText('version 3fa9c1d24b7e')
  await expect(page.getByText('Il faut le réseau pour associer une tablette')).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: act })).toHaveCount(0)
})

test('[PRIV-5] after a manager looked, the minute goes on with what everybody hears, and off line the row says the day', async ({
  page,
}) => {
  await openScene(page, 'settings-tablets')
  // As some minutes later: what was listed by the passphrase is older than what is heard each minute.
  await page.evaluate((before) => {
    const { management } = window.stage
    const list = management.listTablets.bind(management)
    management.listTablets = async () => {
      const listed = await list()
      if (listed.kind !== 'done') return listed
      const tablets = listed.value.tablets.map((one) => ({ ...one, lastHeardAt: before }))
      return { kind: 'done', value: { ...listed.value, tablets } }
    }
  }, anInstant('2026-11-24 14:40'))
  await lookAtEach(page)
  await expect(row(page, 'Rayons')).toContainText(/2 à transmettre.*14\sh\s52/)
  await expect(row(page, 'Accueil')).toContainText(/15\sh\s03/)
  await goOffline(page)
  await expect(row(page, 'Rayons')).toContainText(/garde des opérations.*aujourd’hui/)
  await expect(row(page, 'Accueil')).toContainText(/aujourd’hui/)
  await expect(row(page, 'Accueil')).not.toContainText('version')
})

for (const asked of ['readSettingJournal', 'listTablets'] as const)
  test(`[PRIV-5] an answer of ${asked} that arrives once the link fell leaves the row at the day`, async ({ page }) => {
    await openScene(page, 'settings-tablets')
    await expect(row(page, 'Accueil')).toContainText(/15\sh\s03/)
    await page.evaluate((name) => {
      const { management } = window.stage
      const ask = management[name].bind(management) as () => Promise<never>
      let isAsked = false
      management[name] = async () => {
        isAsked = true
        await new Promise((done) => addEventListener('answer', done, { once: true }))
        return ask()
      }
      Object.defineProperty(window, 'isAsked', { get: () => isAsked })
    }, asked)
    // Asked anew when the link is back; a manager's list by the passphrase.
    if (asked === 'listTablets') await lookAtEach(page)
    else {
      await goOffline(page)
      await goOnline(page)
    }
    await page.waitForFunction(() => 'isAsked' in window && window.isAsked)
    await goOffline(page)
    await expect(row(page, 'Accueil')).toContainText('aujourd’hui')
    await page.evaluate(async () => {
      dispatchEvent(new Event('answer'))
      for (let frames = 0; frames < 5; frames += 1) await new Promise((done) => requestAnimationFrame(done))
    })
    await expect(row(page, 'Accueil')).toContainText('aujourd’hui')
    await expect(row(page, 'Accueil')).not.toContainText(/15\sh\s03|version/)
  })

test('[PRIV-5] the list by passphrase is shown, though nothing that is asked after it is answered', async ({ page }) => {
  await openScene(page, 'settings-tablets')
  await page.evaluate(() => {
    const { management } = window.stage
    const list = management.listTablets.bind(management)
    let asked = 0
    management.listTablets = async () => {
      asked += 1
      return asked === 1 ? list() : { kind: 'refused', problem: 'unreachable' }
    }
    management.listApart = async () => ({ kind: 'refused', problem: 'unreachable' })
  })
  await lookAtEach(page)
  await expect(row(page, 'Rayons')).toContainText(/2 à transmettre.*version 5d0f72c1a9be/)
})

test('[CASE-4] a tablet is said to be out of service at once, while the lists are still asked for', async ({ page }) => {
  await openScene(page, 'settings-tablets')
  await page.evaluate(() => {
    window.stage.management.listTablets = () => new Promise(() => {})
    window.stage.management.listApart = () => new Promise(() => {})
  })
  await page.getByRole('button', { name: 'Retirer du service la tablette A' }).press('Enter')
  const why = page.getByRole('dialog').getByRole('textbox', { name: 'Pourquoi' })
  await expect(why).toHaveAccessibleDescription('Toute l’équipe le lira dans Réglages, Tablettes.')
  await why.fill('oubliée dans le bus')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Retirer du service/ })
    .press('Enter')
  await givePassphrase(page)
  await expect(page.getByRole('main').getByText(/^La tablette A\s.*est retirée du service\.$/)).toBeVisible()
})

test('[PRIV-5] a code that is being copied stays where it is when this tablet goes off line, and nothing is offered that asks the network', async ({
  page,
}) => {
  await openScene(page, 'settings-tablets')
  await page.getByRole('button', { name: 'Faire un code' }).press('Enter')
  await givePassphrase(page)
  const code = page.getByText('ABCD-1234', { exact: true })
  await expect(code).toBeVisible()
  await goOffline(page)
  await expect(page.getByText('Il faut le réseau pour associer une tablette')).toBeVisible()
  await expect(code).toBeVisible()
  await expect(page.getByRole('img', { name: 'QR code à scanner avec la nouvelle tablette' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: act })).toHaveCount(0)
  expect(await violations(page)).toEqual([])
})
