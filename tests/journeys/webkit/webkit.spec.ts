/**
 * The day in WebKit, the engine of every iPad: enrol, sign in, scan with a gun, lose the network, hand over, take an order by
 * telephone, reload without it, come back.
 * Runs against the built endpoint, with Debian's WebKitGTK on a display of its own; where that is not installed it is skipped, saying so.
 * What the driver does not allow is said in the README beside.
 */
import { cards, items, pins } from '../../fixtures/tilleuls.ts'
import { test as base, expect } from '../journey.ts'
import { pressesReceived } from '../received-operations.ts'
import { WebKitWindow, whyNoWebKit } from './web-driver.ts'

const test = base.extend<{ readonly window: WebKitWindow }>({
  window: async ({ browserName: _ }, use) => {
    const window = await WebKitWindow.open()
    await use(window)
    await window.close()
  },
})

const reason = whyNoWebKit()
test.skip(reason !== undefined, reason)
test.setTimeout(300_000)

test('[HO-6] in WebKit, what was handed over without network survives a reload and arrives once', async ({ library, window }) => {
  await test.step('a code lets it in, and the shell is kept', async () => {
    await window.open(`${library.url}/#/enrol/${await library.enrolmentCode()}`)
    await window.press('Associer')
    await window.sees('Qui êtes-vous ?')
    await window.evaluate('await navigator.serviceWorker.ready')
    await window.press('Luc Perrin')
    await window.type(pins['Luc Perrin'])
  })

  await test.step('[PULL-4] two documents are ticked off by the gun, and transmitted', async () => {
    await window.press('Préparation')
    for (const { barcode, title } of [items.germinal, items.bovary]) await window.gun(barcode, `${title} · pris`)
    await window.sees('tout est transmis')
  })

  await library.kill()

  await test.step('[HO-2] a pile is scanned off line, reloaded half way, and handed over', async () => {
    await window.press('Retrait')
    await window.gun(cards.nadia.card, '0 sur 2')
    await window.gun(items.germinal.barcode, '1 sur 2')
    await window.reload()
    await window.sees('1 sur 2')
    await window.gun(items.bovary.barcode, '2 sur 2')
    await window.press('Remettre 2 documents')
    await window.sees('Enregistré ici')
    await window.reload()
    await window.sees('1 à transmettre')
    expect(pressesReceived(library)).toHaveLength(2)
  })

  await test.step('[PHONE-17] a title is found as one types off line, and an order taken by telephone', async () => {
    await window.press('Commande')
    await window.sees('Qui ?')
    await window.type('cos ine')
    await window.sees('Titre, auteur, cote ou code-barres')
    await window.type('contes du')
    await window.sees(`${items.contes.title}, ajouté`)
    await window.press('Enregistrer la commande')
    await window.sees('est enregistrée ici')
    await window.sees('2 à transmettre')
  })

  await library.start()

  await test.step('back on line, each press is on the endpoint once', async () => {
    await window.press('Opérations')
    await window.press('Essayer maintenant')
    await window.sees('tout est transmis')
    await window.sees('aucune anomalie')
    const picked = [items.germinal, items.bovary].map(({ barcode }) => barcode)
    expect(pressesReceived(library)).toEqual([
      `hand-over-order ${picked.join(' ')}`,
      ...picked.map((barcode) => `pick-item ${barcode}`),
      'place-order',
    ])
  })
})
