/**
 * « Je m’en occupe »: takes a zone or an order, gives it back, or takes it over from a colleague after a question (PULL-3). Runs in the
 * browser. Nobody is kept from taking a document: a claim only says who is there, and whoever is replaced reads it on the list.
 */
import { useState } from 'preact/hooks'
import { type ClaimHolder, type ClaimScope, formatClaimScope } from '../../../domain/pull-list/claim.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { Button } from '../../components/parts.tsx'
import { Question } from '../../components/question.tsx'
import { useAct, useDesk, useFormats, useNaming, useNow, useSnapshot, useWords } from '../../use-desk.ts'

/** « 14 h 35 », with its day when that is not today. */
const useSaySince = (): ((holder: ClaimHolder) => string) => {
  const words = useWords(preparationWords)
  const format = useFormats()
  const desk = useDesk()
  const now = useNow()
  return ({ at }) => {
    const { date, time } = desk.toLocal(at)
    return date === now.date ? format.time(time) : words.since(format.shortDate(date), format.time(time))
  }
}

/** « Inès, depuis 14 h 35 », and after whom. Two claims made off line both show; the first one received holds. */
export const useSayHolders = (): ((holders: readonly ClaimHolder[]) => string) => {
  const words = useWords(preparationWords)
  const naming = useNaming()
  const saySince = useSaySince()
  return (holders) => {
    const [first] = holders
    if (first === undefined) return ''
    const claimed = words.claimed(holders.map(naming.author).join(' + '), saySince(first))
    const from = holders.find(({ tookOverFrom }) => tookOverFrom !== undefined)?.tookOverFrom
    return from === undefined ? claimed : words.tookOver(claimed, naming.librarian(from))
  }
}

interface ClaimButtonProps {
  readonly scope: ClaimScope
  /** What the desk calls it: the zone's name, the order's number. */
  readonly name: string
  readonly holders: readonly ClaimHolder[]
  readonly mayTake: boolean
}

export const ClaimButton = ({ scope, name, holders, mayTake }: ClaimButtonProps) => {
  const words = useWords(preparationWords)
  const naming = useNaming()
  const saySince = useSaySince()
  const act = useAct()
  const { phase } = useSnapshot()
  const [asked, setAsked] = useState<ClaimHolder | undefined>(undefined)
  const say = words.claims[scope.kind]
  const isMine = phase.kind === 'signed-in' && holders.some((holder) => holder.librarianId === phase.librarian.id)
  const [first] = holders
  const press = (): void => {
    if (isMine) void act({ kind: 'release-claim', scope }, say.released(name))
    else if (first === undefined) void act({ kind: 'claim', scope }, say.taken(name))
    else setAsked(first)
  }
  const [label, text] = isMine
    ? [say.releaseNamed(name), say.release]
    : first === undefined
      ? [say.takeNamed(name), say.take]
      : [say.takeOverNamed(name), words.takeOver]
  return (
    <>
      {/* One button, whatever it says: the focus stays on it. */}
      {mayTake || isMine ? (
        <Button key={formatClaimScope(scope)} look={first === undefined ? 'ordinary' : 'quiet'} label={label} onPress={press}>
          {text}
        </Button>
      ) : null}
      {asked === undefined ? null : (
        <Question
          title={say.takeOverNamed(name)}
          say={words.takeOverSay(naming.author(asked), saySince(asked))}
          confirm={words.takeOverConfirm}
          keep={words.takeOverKeep(naming.librarian(asked.librarianId))}
          onConfirm={() => {
            setAsked(undefined)
            // Of the claim that was shown: where another came in meanwhile, the desk says so.
            void act({ kind: 'claim', scope }, say.taken(name), undefined, asked.operationId)
          }}
          onKeep={() => setAsked(undefined)}
        />
      )}
    </>
  )
}
