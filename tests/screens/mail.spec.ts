/**
 * A mail as a patron opens it, in a real browser: on a phone and on a desk, by day and on a dark screen (MSG-11). Each kind, with the longest
 * names; nothing is cut, and axe has nothing to say. Its pictures are taken where PTE_MAIL_PICTURES names a folder.
 */
import { expect } from '@playwright/test'
import { type MailAddress, messageKinds } from '../../src/domain/message/message.ts'
import { buildTrial } from '../../src/endpoint/messages/build-message.ts'
import { messageWords } from '../../src/locale/write-letter.ts'
import { aDate } from '../builders/a-moment.ts'
import { aSettings } from '../builders/a-settings.ts'
import { violations } from './open-scene.ts'
import { test } from './shared-page.ts'

const settings = aSettings({ publicPage: { isOn: true, telephone: '05 36 49 12 07' } })
const mailOf = (kind: (typeof messageKinds)[number], sample: 'longest' | 'missing') => {
  const trial = { to: 'a@b.example' as MailAddress, language: 'fr', sample, ...messageWords.fr.templates[kind] } as const
  return buildTrial(trial, kind, settings, aDate('2026-11-24'), { orderLink: () => 'https://drive.example/retrait/main/fr/c/abc' }).html
}

test('[MSG-11, MSG-32] a mail is read at any width, in either light', async ({ page }) => {
  test.setTimeout(300_000)
  const folder = process.env.PTE_MAIL_PICTURES
  for (const kind of messageKinds)
    for (const light of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: light })
      for (const width of [320, 390, 1280]) {
        await page.setViewportSize({ width, height: 900 })
        await page.setContent(mailOf(kind, width === 320 ? 'longest' : 'missing'))
        const room = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        expect(room, `${kind} at ${width}`).toBeLessThanOrEqual(0)
        if (folder !== undefined) await page.screenshot({ path: `${folder}/${kind}-${width}-${light}.png` })
      }
      expect(await violations(page), `${kind} ${light}`).toEqual([])
    }
  // The hour is what is seen first, on a screen that is dark too.
  await page.setContent(mailOf('ready', 'missing'))
  await expect(page.getByText('10\u00a0h\u00a015', { exact: true })).toHaveCSS('color', 'rgb(201, 188, 255)')
  await expect(page.getByRole('link', { name: '05 36 49 12 07' })).toHaveAttribute('href', 'tel:0536491207')
})
