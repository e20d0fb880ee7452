/**
 * « Continuer sans C »: a manager waits no more for a tablet after a restore, or waits for it again (CASE-25). Runs in the browser, in a
 * chunk of its own. Nothing asks whether one is sure, for the same button takes it back until that tablet has spoken.
 */
import type { Device } from '../../../domain/librarian/librarian.ts'
import { tabletsWords } from '../../../locale/en/tablets.ts'
import { Button, Say } from '../../components/parts.tsx'
import { useDesk, useFormats, useSnapshot, useWords } from '../../use-desk.ts'
import { PassphraseWindow } from '../closing/passphrase-window.tsx'
import { useManagerAnswer } from '../closing/use-manager-answer.ts'

export const GoOn = ({ tablets }: { readonly tablets: readonly Device[] }) => {
  const desk = useDesk()
  const words = useWords(tabletsWords)
  const format = useFormats()
  const { link } = useSnapshot()
  const { passphrase, answer, ask, say } = useManagerAnswer()
  const press = async ({ id, letter }: Device, isWithout: boolean): Promise<void> => {
    const [why, button, said] = isWithout
      ? [words.goOnWhy(letter), words.goOnWithout(letter), words.goOnSaid(letter)]
      : [words.awaitWhy(letter), words.awaitAgain(letter), words.awaitSaid(letter)]
    if ((await ask({ why, button }, () => desk.management.goOnWithout(id, isWithout))) !== undefined) say(said)
    desk.tryNow()
  }
  return (
    <>
      {answer.kind === 'refused' ? <Say sign="stop" sentence={answer.what} nextStep={answer.next} /> : null}
      {answer.kind === 'done' ? <Say sign="ok" sentence={answer.said} /> : null}
      {tablets.map((tablet) => (
        <Button
          key={tablet.id}
          look={tablet.goneOnWithout === undefined ? 'ordinary' : 'quiet'}
          unavailable={link.kind === 'online' ? undefined : words.goOnOffline}
          onPress={() => void press(tablet, tablet.goneOnWithout === undefined)}
        >
          {tablet.goneOnWithout === undefined ? words.goOnWithout(format.tablet(tablet)) : words.awaitAgain(format.tablet(tablet))}
        </Button>
      ))}
      <PassphraseWindow asked={passphrase} />
    </>
  )
}
