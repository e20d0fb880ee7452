/**
 * Réglages › Tablettes: whether each of them has spoken today, and above all one that was out of service and came back; then the tablets as a
 * manager keeps them and everybody reads them (CASE-4, PRIV-5). Runs in the browser. Clôture has them too, where the day waits for them.
 */
import { tabletsWords } from '../../../locale/en/tablets.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Verdict } from '../../components/say.tsx'
import { hrefOf } from '../../routes.ts'
import { useDesk, useFormats, useNow, useSnapshot, useWords } from '../../use-desk.ts'
import { Tablets } from '../tablets/tablets.tsx'
import type { SettingsWords } from './read-figures.ts'

export const TabletsScreen = ({ words: common }: { readonly words: SettingsWords }) => {
  const words = useWords(tabletsWords)
  const format = useFormats()
  const { toLocal } = useDesk()
  const { date: today } = useNow()
  const { state } = useSnapshot()
  const all = [...state.all('device')]
  const inService = all.filter(({ isSetAside }) => !isSetAside)
  const spoke = all.filter(({ apart }) => apart !== undefined)
  const silent = inService.filter(({ lastHeardOn }) => lastHeardOn < today)
  const letters = (tablets: typeof all): string => format.list(tablets.map(({ letter }) => letter).sort())
  const say = [
    ...spoke.map(({ setAside, apart }) => words.brings(setAside && format.dayAndMonth(toLocal(setAside.at).date), apart?.count ?? 0)),
    silent.length === 0 ? words.allSpoke(inService.length) : words.notYet(letters(silent), silent.length),
  ]
  return (
    <>
      {spoke.length > 0 ? (
        <Verdict
          sign="warn"
          head={(spoke.some(({ isSetAside }) => isSetAside) ? words.cameBack : words.broughtMuch)(letters(spoke), spoke.length)}
        >
          {say.join(' ')}
        </Verdict>
      ) : (
        <Verdict sign={silent.length === 0 ? 'ok' : 'warn'} head={common.figures.tablets(inService.length)}>
          {say.join(' ')}
        </Verdict>
      )}
      <Tablets />
      <div class="actions">
        <ButtonLink href={hrefOf('management', 'reglages')} icon="left" look="quiet">
          {common.all}
        </ButtonLink>
      </div>
    </>
  )
}
