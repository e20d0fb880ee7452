/**
 * A manager without a terminal: files dropped on the screen are tried, and imported, and another tablet has them (IMP-1, IMP-4). Runs in a real
 * Chromium against the built endpoint, whose import is a process apart.
 */
import * as tilleuls from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import { personPaceMs } from './tablet.ts'

const phrase = 'un héron dort debout'

test('[IMP-1] files dropped on the screen are tried, and nothing is written before they are imported', async ({
  library,
  takeReadyTablet,
}) => {
  const [awas, lucs] = [await takeReadyTablet('first', 'Awa Diop'), await takeReadyTablet('second', 'Luc Perrin')]
  await awas.go('Clôture')
  await awas.choosePassphrase(await library.passphraseCode('Awa Diop'), phrase)
  await awas.go('Gestion')
  await awas.main.getByRole('link', { name: 'Changer : Fichiers' }).click()

  const patrons = `${tilleuls.patronsFile()}"2000000099";"ZIEGLER";"Ada";"adulte";"31/12/2099"\r\n`
  const dropped = await awas.page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'usagers.csv', { type: 'text/csv' }))
    transfer.items.add(new File(['<!doctype html><html><title>Connexion</title></html>'], 'export.csv'))
    return transfer
  }, patrons)
  await awas.main.getByRole('region', { name: 'Déposez vos fichiers ici' }).dispatchEvent('drop', { dataTransfer: dropped })
  const sent = awas.main.getByRole('list', { name: 'Envoi et lecture' }).getByRole('listitem')
  await expect(sent.first()).toContainText('à l’essai. Rien n’est encore écrit.', { timeout: 30_000 })
  await expect(sent.last()).toContainText('choisissez-le')
  const changes = awas.main.getByRole('list', { name: 'Usagers : ce qui change' }).getByRole('listitem')
  await expect(changes.first()).toHaveText('1arrivent')

  await awas.main.getByRole('button', { name: 'Importer : usagers' }).click()
  await expect(sent.first()).toContainText('lignes importées', { timeout: 30_000 })
  await lucs.go('Retrait')
  await lucs.page.getByRole('textbox').first().pressSequentially('ZIEGLER', { delay: personPaceMs })
  await expect(lucs.main.getByText('ZIEGLER').first()).toBeVisible({ timeout: 30_000 })
})
