/**
 * Clôture in a real browser, on the staged desk: what remains before the day is closed, the tablets, the batches for the ILS.
 * The endpoint's answers to a manager's acts are the stage's.
 */
import { expect, type Page } from '@playwright/test'
import { heading, said } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

const tellPassphrase = async (page: Page): Promise<void> => {
  const field = page.getByRole('dialog').getByLabel('Votre phrase de passe', { exact: true })
  await field.fill(stagedPassphrase)
  await field.press('Enter')
}

test.describe('Clôture', () => {
  test('[CASE-4] the day is not closed while a case is open, and says what remains', async ({ page }) => {
    await openScene(page, 'closing')
    await expect(page.getByText(/Il reste 2 anomalies à décider/)).toBeVisible()
    // Buttons that belong together are no form with a frame.
    await expect(page.getByRole('group', { name: 'Ma phrase de passe' })).toHaveCSS('border-top-width', '0px')
  })

  test('[ABS-1] the day is not closed before somebody said of each late order that nobody came', async ({ page }) => {
    await openScene(page, 'today-closing', { hash: '/cloture' })
    await expect(page.getByText(/3 commandes que personne n’est venu chercher/)).toBeVisible()
    await page.getByRole('button', { name: 'Tous non venus (3)' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Oui, les 3' }).click()
    await expect(page.getByText(/que personne n’est venu chercher/)).toHaveCount(0)
  })

  test('on a phone the answer to a manager’s act is brought into sight', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Voir les lots' }).click()
    await tellPassphrase(page)
    await expect(said(page, 'Le serveur ne répond pas.')).toBeInViewport()
  })

  test('[PRIV-5, PRIV-12] an act asks for the passphrase once, says what it is for, and refuses the digits of the PIN', async ({
    page,
  }) => {
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    const window = page.getByRole('dialog', { name: 'Claire, votre phrase de passe' })
    await expect(window.getByText('Pour faire entrer une tablette de plus.')).toBeVisible()
    await expect(window.getByText('elle ne sera plus demandée')).toBeVisible()
    await expect(window.getByText(/La personne qui s’occupe du serveur peut vous donner un code/)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await window.getByRole('button', { name: 'Faire un code' }).click()
    await expect(window.getByText('Il manque la phrase de passe.')).toBeVisible()
    const field = window.getByLabel('Votre phrase de passe', { exact: true })
    await field.fill('2468')
    await field.press('Enter')
    await expect(window.getByText('Ce n’est pas la bonne phrase de passe.')).toBeVisible()
    await expect(field).toHaveAttribute('type', 'password')
    await window.getByRole('button', { name: 'Montrer la phrase de passe' }).click()
    await expect(field).toHaveAttribute('type', 'text')
    expect(await violations(page)).toEqual([])
    await field.fill(stagedPassphrase)
    await field.press('Enter')
    await expect(page.getByText('ABCD-1234', { exact: true })).toBeVisible()
    await expect(page.getByText(/Votre phrase de passe ne sera plus demandée avant/)).toBeVisible()
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('[PRIV-5] whoever goes back without the passphrase has changed nothing', async ({ page }) => {
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await page.getByRole('button', { name: 'Annuler, sans rien changer' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText('ABCD-1234', { exact: true })).toHaveCount(0)
    await expect(page.getByRole('button', { name: 'Faire un code' })).toBeFocused()
  })

  test('[PRIV-5] the first passphrase is chosen with the code, and the act that asked for it goes on', async ({ page }) => {
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'J’ai un code' }).click()
    const window = page.getByRole('dialog', { name: 'Choisir votre phrase de passe' })
    await window.getByLabel(/^Le code reçu/).fill('AAAA-AAAA')
    await window.getByLabel('La nouvelle phrase de passe').fill('court')
    await window.getByRole('button', { name: 'La choisir' }).click()
    await expect(window.getByText(/Ce code n’est pas le bon/)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await window.getByLabel(/^Le code reçu/).fill('abcd 1234')
    await window.getByRole('button', { name: 'La choisir' }).click()
    await expect(window.getByText('Elle est trop courte.')).toBeVisible()
    await window.getByLabel('La nouvelle phrase de passe').fill('trois grues et un canal')
    await window.getByRole('button', { name: 'La choisir' }).click()
    await expect(page.getByText('ABCD-1234', { exact: true })).toBeVisible()
  })

  test('[PRIV-5] another manager gives a code, by the passphrase, to whoever forgot theirs', async ({ page }) => {
    await openScene(page, 'closing-two-managers')
    await page.getByRole('button', { name: 'Un code pour Inès' }).click()
    const window = page.getByRole('dialog', { name: 'La phrase de passe d’Inès' })
    await window.getByLabel('Votre phrase de passe', { exact: true }).fill(stagedPassphrase)
    await window.getByRole('button', { name: 'Faire le code' }).click()
    await expect(window.getByText('K7QF-2MXD')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await expect(page.getByText('Oubliée\u202f? Inès, l’autre responsable, peut vous en faire choisir une nouvelle.')).toBeVisible()
  })

  test('[CASE-4] the manager sets a lost tablet aside, with a reason', async ({ page }) => {
    await openScene(page, 'closing')
    await expect(page.getByRole('button', { name: 'Retirer du service la tablette B' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Retirer du service la tablette A' }).click()
    const sure = page.getByRole('dialog').getByRole('button', { name: /^Retirer du service la tablette A/ })
    await expect(sure).toHaveAttribute('aria-disabled', 'true')
    await expect(
      page.getByRole('dialog').getByText('La tablette A ne gardait rien à son dernier échange, le 24\u00a0novembre.'),
    ).toBeVisible()
    await expect(page.getByRole('dialog')).toContainText(/d’abordelle transmet ce qu’elle garde.*ensuiteelle s’efface.*Ane resservira pas/)
    expect(await violations(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Pourquoi' }).fill('oubliée dans le bus')
    await sure.click()
    await expect(page.getByText('Pour retirer la tablette A du service.')).toBeVisible()
    await tellPassphrase(page)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(said(page, 'La tablette A est retirée du service.')).toBeInViewport()
    await expect(page.getByText(/^Retirée du service\s: A, le 24\snovembre par Claire, «\soubliée dans le bus\s»$/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Retirer du service la tablette A' })).toHaveCount(0)
    // Nothing waits in the outbox for a word that the endpoint has.
    await expect(page.getByText('tout est transmis')).toBeVisible()
  })

  test('[PRIV-5] the list of tablets says by whose code each came in, and when', async ({ page }) => {
    await openScene(page, 'closing-two-managers')
    const tablets = page.getByRole('list', { name: 'Les tablettes' }).getByRole('listitem')
    await expect(tablets.filter({ hasText: 'Tablette C' })).toContainText(/Admise le 20\snovembre, code d’Inès/)
    await expect(tablets.filter({ hasText: 'Tablette D' })).toContainText(/Admise le 23\snovembre, code fait sur le serveur/)
  })

  test('[PRIV-5] the passphrase shows what each tablet holds and when it was heard; a code of another manager is cancelled', async ({
    page,
  }) => {
    await openScene(page, 'closing-two-managers')
    const tablets = page.getByRole('list', { name: 'Les tablettes' }).getByRole('listitem')
    await expect(tablets.filter({ hasText: 'Tablette C' })).toContainText('garde des opérations')
    await page.getByRole('button', { name: 'Voir ce que chacune garde, et sa version' }).click()
    await expect(page.getByText('Pour voir ce que chaque tablette garde, sa version, et les codes qui attendent.')).toBeVisible()
    await tellPassphrase(page)
    await expect(tablets.filter({ hasText: 'Tablette C' })).toContainText(/2 à transmettre.*15\sh\s04/)
    await expect(tablets.filter({ hasText: 'Tablette D' })).toContainText('rien en attente')
    await expect(tablets.filter({ hasText: 'Tablette C' })).toContainText('version 3fa9c1d24b7e')
    await expect(tablets.filter({ hasText: 'Une autre version que cette tablette' })).toHaveText([/Tablette D.*version 5d0f72c1a9be/])
    const codes = page.getByRole('list', { name: 'Codes que personne n’a encore utilisés' }).getByRole('listitem')
    await expect(codes).toHaveText([/^Code d’Inès, valable jusqu’à 15\sh\s10/, /^Code fait sur le serveur, valable jusqu’à 15\sh\s12/])
    expect(await violations(page)).toEqual([])
    // It is said and shown at once, whenever the list that is asked for next may come.
    await page.evaluate(() => {
      window.stage.management.listTablets = () => new Promise(() => {})
    })
    await codes.first().getByRole('button').click()
    await expect(said(page, 'Ce code ne fait plus entrer personne.')).toBeInViewport()
    await expect(codes).toHaveCount(1)
  })

  test('[PRIV-5, PRIV-13] tablets that another manager’s code let in are ticked together, and out of service by one passphrase and one press', async ({
    page,
  }) => {
    await openScene(page, 'closing-two-managers')
    await page.getByRole('button', { name: 'Retirer plusieurs tablettes du service' }).click()
    const window_ = page.getByRole('dialog', { name: 'Retirer plusieurs tablettes du service' })
    await window_.getByRole('button', { name: 'Cocher celles admises par le code d’Inès' }).click()
    await expect(window_.getByRole('checkbox', { checked: true })).toHaveCount(1)
    await expect(window_.getByRole('checkbox', { name: /^C/ })).toBeChecked()
    await expect(window_.getByText(/^La tablette C garde peut-être encore/)).toBeVisible()
    await window_.getByRole('checkbox', { name: /^D/ }).check()
    const press = window_.getByRole('button', { name: 'Retirer ces 2 tablettes' })
    await expect(press).toHaveAttribute('aria-disabled', 'true')
    await window_.getByRole('textbox', { name: 'Pourquoi' }).fill('admises sans raison')
    expect(await violations(page)).toEqual([])
    await press.click()
    await expect(page.getByText('Pour retirer du service les tablettes C et D.')).toBeVisible()
    await tellPassphrase(page)
    await expect(said(page, 'Les tablettes C et D sont retirées du service.')).toBeInViewport()
    await page.getByText('2 tablettes retirées du service', { exact: true }).click()
    await expect(page.getByText(/^[CD], le 24\snovembre par .*, «\sadmises sans raison\s»Admise le 2[03]\snovembre/)).toHaveCount(2)
  })

  test('[CASE-4] a tablet that fell silent is named, by its own name too where it has one, with since when and what to do', async ({
    page,
  }) => {
    await openScene(page, 'closing-silent')
    const verdict = page.getByText(
      /^Il reste la tablette C \(sans nouvelles depuis 14\sh\s05\) et la tablette D\s«\sBibliobus\s» \(sans nouvelles depuis le 23\snovembre\)\./,
    )
    await expect(verdict).toContainText(
      /Rallumez les tablettes C et D\s«\sBibliobus\s»\s; si l’une est perdue, la personne responsable la retire du service\./,
    )
    const tablets = page.getByRole('list', { name: 'Les tablettes' }).getByRole('listitem')
    await expect(tablets.filter({ hasText: 'Tablette C' })).toContainText(/Sans nouvelles depuis 14\sh\s05/)
    await expect(tablets.filter({ hasText: 'Tablette A' })).toContainText('aujourd’hui')
    await expect(tablets.filter({ hasText: 'Sans nouvelles' })).toHaveCount(2)
  })

  test('[CASE-6] a tablet out of service says on its row what it brought, and its letter leads to where it is read', async ({ page }) => {
    await openScene(page, 'closing-held-back')
    await expect(page.getByText('2 gestes à lire')).toHaveCount(1)
    await page.getByRole('link', { name: 'Lire les 2 : tablette C' }).click()
    await expect(heading(page)).toHaveText(/^2\sgestes à lire$/)
    await page.evaluate(() => {
      location.hash = '/anomalies'
    })
    await expect(page.getByText('tablette C, retirée du service, a encore transmis 2 opérations').first()).toBeVisible()
    await expect(page.getByText('Perte possible : tablette D « Tablette de l’accueil »').first()).toBeVisible()
    await page.getByRole('link', { name: /^2 opérations gardées à part/ }).click()
    await page.getByRole('article').getByRole('link', { name: 'Lire les 2' }).click()
    await expect(heading(page)).toHaveText(/^2\sgestes à lire$/)
  })

  test('[RET-4] the table for people is no batch: it says that it is read, and not loaded', async ({ page }) => {
    await openScene(page, 'closing')
    await page.evaluate(() => {
      const madeAt = window.stage.now().at
      const batch = { number: 5, day: window.stage.now().date, format: 'csv', madeAt, loans: 1, returns: 0, fileName: 'table.csv' }
      let isMade = false
      Object.assign(window.stage.management, {
        listExports: async () => ({
          kind: 'done',
          value: { batches: isMade ? [batch] : [], waiting: { loans: 1, returns: 0, inCase: 0 }, otherDays: [] },
        }),
        exportDay: async () => {
          isMade = true
          return { kind: 'done', value: { batch, bytes: new Uint8Array([1]) } }
        },
      })
    })
    await page.getByRole('button', { name: 'Voir les lots' }).click()
    await tellPassphrase(page)
    await page.getByRole('button', { name: 'Faire le tableau à relire' }).click()
    await expect(said(page, /^Le tableau est fait, et téléchargé\u00a0: table\.csv/)).toBeVisible()
    await expect(page.getByRole('list', { name: 'Lots déjà faits' })).not.toContainText('Lot 5')
  })

  test('a batch is made, downloaded, and settled once the manager says that the ILS loaded it', async ({ page }) => {
    await openScene(page, 'closing')
    await page.evaluate(() => {
      const made = {
        number: 4,
        day: window.stage.now().date,
        format: 'koc',
        madeAt: window.stage.now().at,
        loans: 12,
        returns: 3,
        fileName: 'valmont-2026-11-24-4.koc',
      } as const
      let isMade = false
      let isListed = false
      let settledAt: typeof made.madeAt | undefined
      Object.assign(window.stage.management, {
        listExports: async () => ({
          kind: 'done',
          value: {
            batches: isMade ? [{ ...made, settledAt }] : [],
            waiting: isMade ? { loans: 0, returns: 0, inCase: 2 } : { loans: 12, returns: 3, inCase: 2 },
            otherDays: [],
          },
        }),
        exportDay: async () => {
          isMade = true
          return { kind: 'done', value: { batch: { ...made, settledAt }, bytes: new Uint8Array([1, 2, 3]) } }
        },
        listBatchLines: async () => ({
          kind: 'done',
          value: [
            { line: 1, barcode: '31', card: '21', movement: 'loan' },
            { line: 2, barcode: '32', card: '21', movement: 'loan' },
            { line: 3, barcode: '33', movement: 'return' },
          ],
        }),
        settleExport: async (_: number, refused: ReadonlyMap<number, string>) => {
          Object.assign(window, { refused: [...refused] })
          settledAt = made.madeAt
          return { kind: 'done', value: { ...made, settledAt } }
        },
        unsettleExport: async () => {
          if (isListed) return { kind: 'refused', problem: 'newer-ils-list' }
          settledAt = undefined
          isListed = true
          return { kind: 'done', value: { ...made, settledAt } }
        },
      })
    })
    await page.getByRole('button', { name: 'Voir les lots' }).click()
    await tellPassphrase(page)
    await expect(said(page, /Le prochain lot contient 12\sprêts et 3\sretours/)).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Faire le lot pour le SIGB' }).click()
    expect((await download).suggestedFilename()).toBe('valmont-2026-11-24-4.koc')
    // A file loaded twice renews its loans: the screen says so where it gives the file.
    await expect(
      said(page, /Le lot 4 est fait, et téléchargé\. Dans Koha, chargez-le une seule fois, par «\sAjouter à la file/),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Télécharger valmont-2026-11-24-4.koc' }).click()
    await expect(said(page, /S’il est déjà dans le SIGB, ne le chargez pas de nouveau/)).toBeVisible()
    // What a loaded file forces is said before; what it refused is asked after, all ticked at first.
    await expect(page.getByText(/^Koha charge un lot en force/)).toBeVisible()
    await page.getByRole('button', { name: 'Le SIGB l’a chargé (Lot 4)' }).click()
    const lines = page.getByRole('dialog', { name: /^Lot 4\s: ce que le SIGB a pris$/ })
    await expect(lines.getByRole('checkbox', { checked: true })).toHaveCount(3)
    await lines
      .getByLabel(/^La page de réponse de Koha/)
      .fill('Success.\t24/11/2026\t\tCheck out\t31\t21\t\nPatron not found.\t24/11/2026\t\tCheck out\t32\t21\t')
    await expect(lines.getByRole('checkbox', { checked: false })).toHaveCount(1)
    await expect(lines.getByText(/Prises\s: 1\. Refusées\s: 1\. Pas dans cette page\s: 1/)).toBeVisible()
    expect(await violations(page)).toEqual([])
    const search = lines.getByLabel(/^Chercher un numéro/)
    await search.fill('33')
    await search.press('Enter')
    await expect(lines.getByRole('checkbox', { checked: false })).toHaveCount(2)
    await lines.getByRole('checkbox', { name: /33/ }).press('Space')
    await lines.getByRole('button', { name: 'Régler 2, en refuser 1' }).click()
    await expect(said(page, /^Le lot 4 est réglé, sauf une ligne refusée/)).toBeVisible()
    expect(await page.evaluate(() => Reflect.get(window, 'refused'))).toEqual([[2, 'Patron not found.']])
    await expect(said(page, /^Réglé le mardi/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Le SIGB l’a chargé/ })).toHaveCount(0)
    expect(await violations(page)).toEqual([])
    // Said by mistake, it is taken back; not once a list of the ILS was counted with it.
    const takeBack = page.getByRole('button', { name: 'Finalement, non\u00a0: le SIGB ne l’a pas chargé (Lot 4)' })
    await takeBack.click()
    await expect(said(page, 'Le lot 4 attend de nouveau que le SIGB le charge.')).toBeVisible()
    await expect(takeBack).toHaveCount(0)
    await page.getByRole('button', { name: 'Le SIGB l’a chargé (Lot 4)' }).click()
    await lines.getByRole('button', { name: 'Régler tout (3)' }).click()
    await takeBack.click()
    await expect(said(page, /liste d’usagers.*ce lot y est compté/)).toBeVisible()
    await expect(said(page, /^Réglé le mardi/)).toBeVisible()
  })

  test('[RET-4] days that have something new are named, returns too, and one gesture makes all their batches', async ({ page }) => {
    await openScene(page, 'closing')
    await page.evaluate(() => {
      const today = window.stage.now().date
      const [sunday, monday] = ['2026-11-22', '2026-11-23'] as unknown as readonly [typeof today, typeof today]
      const left = new Map([
        [sunday, { loans: 2, returns: 1, apart: 0 }],
        [monday, { loans: 0, returns: 0, apart: 1 }],
        [today, { loans: 12, returns: 3, apart: 0 }],
      ])
      let number = 3
      Object.assign(window.stage.management, {
        listExports: async () => {
          const { loans, returns, apart } = left.get(today) ?? { loans: 0, returns: 0, apart: 0 }
          const otherDays = [...left].flatMap(([day, counts]) => (day === today ? [] : [{ day, ...counts }]))
          return { kind: 'done', value: { batches: [], waiting: { loans, returns, inCase: apart }, otherDays } }
        },
        exportDay: async (day: typeof today) => {
          number += 1
          const fileName = `circulation-${day}.koc`
          const counts = left.get(day) ?? { loans: 0, returns: 0 }
          left.delete(day)
          // What waited for the loan of the day before may go now.
          if (day === sunday) left.set(monday, { loans: 0, returns: 1, apart: 0 })
          const batch = { number, day, format: 'koc', madeAt: window.stage.now().at, ...counts, settledAt: undefined, fileName } as const
          return { kind: 'done', value: { batch, bytes: new Uint8Array([1]) } }
        },
      })
    })
    await page.getByRole('button', { name: 'Voir les lots' }).click()
    await tellPassphrase(page)
    const days = page.getByRole('list', { name: 'Du nouveau sur d’autres jours' }).getByRole('listitem')
    await expect(days).toHaveCount(2)
    await expect(days.first()).toContainText(/^Dans aucun lot encore, dimanche\s22\snovembre\s: 2\sprêts et 1\sretour\./)
    await expect(days.last()).toContainText(/lundi\s23\snovembre\s: 1 mis à part\./)
    expect(await violations(page)).toEqual([])
    const files: string[] = []
    page.on('download', (download) => files.push(download.suggestedFilename()))
    await page.getByRole('button', { name: 'Faire les lots de tous les jours' }).click()
    await expect(said(page, /^Les lots 4, 5 et 6 sont faits, et téléchargés\s: chargez-les dans cet ordre\. Dans Koha/)).toBeVisible()
    await expect(() => {
      expect(files).toEqual(['circulation-2026-11-22.koc', 'circulation-2026-11-23.koc', 'circulation-2026-11-24.koc'])
    }).toPass()
    await expect(days).toHaveCount(0)
    await expect(page.getByText('Rien à mettre dans un nouveau lot.')).toBeVisible()
  })

  test('one more tablet is enrolled with a code, a link and a square, once the passphrase is given', async ({ page }) => {
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await tellPassphrase(page)
    await expect(page.getByRole('img', { name: /^QR code à scanner/ })).toBeVisible()
    await expect(page.getByText('ABCD-1234', { exact: true })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
})
