/**
 * Who changes the rota beside the managers, what share of full time each one works, and the model week: a section of the settings, changed
 * by a manager with the passphrase (ROTA-1, ROTA-6). Runs in the browser.
 */
import type { LibrarianId } from '../../../domain/ids.ts'
import { toModel } from '../../../domain/rota/draw-week.ts'
import { shareOf } from '../../../domain/rota/fairness.ts'
import { shiftsOf } from '../../../domain/rota/read-week.ts'
import { isWithin, shareBounds } from '../../../domain/settings/bounds.ts'
import { sectionOf, withSection } from '../../../domain/settings/settings.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CheckField, Field } from '../../components/field.tsx'
import { Say } from '../../components/say.tsx'
import { useSnapshot } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useChangeAuthor } from '../settings/use-change-author.ts'
import { useSection } from '../settings/use-section.ts'
import styles from './rota.module.css'
import type { Rota } from './use-rota.ts'

export const RotaAuthors = ({ rota, onClose }: { readonly rota: Rota; readonly onClose: () => void }) => {
  const { words, naming, loads, settings, monday, week } = rota
  const { state } = useSnapshot()
  const section = useSection('rota', settings)
  const authorOf = useChangeAuthor()
  const { draft, change, isChanged, answer, conflict } = section
  const authors = draft.rotaAuthors ?? []
  const allow = (id: LibrarianId, isAllowed: boolean): void =>
    change({ ...draft, rotaAuthors: isAllowed ? [...authors, id] : authors.filter((one) => one !== id) })
  const share = (id: LibrarianId, typed: string): void =>
    // What is no number is out of bounds, and said so.
    change({ ...draft, rotaShares: { ...draft.rotaShares, [id]: /^\d+$/.test(typed.trim()) ? Number(typed) : -1 } })
  const wrong = loads.find(({ librarianId }) => !isWithin(shareBounds, shareOf(draft, librarianId)))
  const fault = wrong === undefined ? undefined : words.shareFault(naming.librarian(wrong.librarianId))
  if (conflict !== undefined) {
    const author = authorOf(conflict.change)
    return (
      <Dialog title={words.conflict.head} onClose={onClose}>
        <p>{words.conflict.say(author)}</p>
        <div class={styles.form}>
          <Button block onPress={() => section.settle(conflict.theirs)}>
            {words.conflict.theirs(author)}
          </Button>
          <Button block onPress={() => section.settle(withSection(conflict.theirs, 'rota', sectionOf(draft, 'rota')))}>
            {words.conflict.mine}
          </Button>
        </div>
      </Dialog>
    )
  }
  return (
    <>
      <Dialog title={words.authorsTitle} onClose={onClose}>
        <p class="soft">{words.authorsSay}</p>
        <ul class={styles.form}>
          {loads.map(({ librarianId }) => {
            const name = naming.librarian(librarianId)
            const isManager = state.get('librarian', librarianId)?.isManager === true
            const own = shareOf(draft, librarianId)
            return (
              <li key={librarianId} class={styles.line}>
                <Field
                  label={words.shareOf(name)}
                  inputMode="numeric"
                  maxLength={3}
                  value={own < 0 ? '' : String(own)}
                  onInput={(typed) => share(librarianId, typed)}
                />
                {isManager ? (
                  <span class="soft">{words.manager}</span>
                ) : (
                  <CheckField
                    className={styles.check}
                    checked={authors.includes(librarianId)}
                    onChange={(mayChange) => allow(librarianId, mayChange)}
                  >
                    {words.mayChange(name)}
                  </CheckField>
                )}
              </li>
            )
          })}
        </ul>
        <Button block onPress={() => change({ ...draft, rota: toModel(shiftsOf(settings, monday, week)) })}>
          {words.model}
        </Button>
        <p class="soft">{words.modelSay}</p>
        {fault === undefined ? null : <Say sign="stop" sentence={fault.what} nextStep={fault.next} />}
        {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
        {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
        <Button
          look="primary"
          block
          unavailable={fault?.what ?? (isChanged ? undefined : words.nothingChanged)}
          onPress={() => void section.save()}
        >
          {words.keep}
        </Button>
      </Dialog>
      <PassphraseWindow asked={section.passphrase} />
    </>
  )
}
