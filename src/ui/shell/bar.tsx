/**
 * The bar: on line or not, what is pending and since when, cases, who is signed in. Always there. Runs in the browser.
 * Its lower edge is the link itself: continuous, cut (offline is ordinary work, never red), or double for a real problem.
 */
import { minutesBetween } from '../../domain/instant.ts'
import { shellWords } from '../../locale/en/shell.ts'
import { Icon, Sign } from '../components/icon.tsx'
import { Button, Say } from '../components/parts.tsx'
import { hrefOf } from '../routes.ts'
import { useDesk, useFormats, useNow, useSnapshot, useWords } from '../use-desk.ts'
import { useShownName } from '../use-shown-name.ts'

export const Bar = ({ onMenu, onScans }: { readonly onMenu: () => void; readonly onScans: () => void }) => {
  const words = useWords(shellWords)
  const format = useFormats()
  const now = useNow()
  const service = useShownName()
  const { link, phase, pendingCount, oldestPendingAt, openCaseCount } = useSnapshot()
  const waited = oldestPendingAt === undefined ? 0 : minutesBetween(oldestPendingAt, now.at)
  // Before the base has come, or once it is erased, there is nothing to say: « tout est transmis » would be a guess, « hors connexion » a
  // false alarm.
  const isErased = phase.kind === 'enrolment-lost' && phase.reason === 'storage-erased'
  const isUnknown = isErased || phase.kind === 'starting' || phase.kind === 'unusable' || phase.kind === 'not-enrolled'
  // Nothing opens before somebody is signed in: what leads nowhere is no link.
  const hrefIn = (screen: 'operations' | 'cases'): string | undefined => (phase.kind === 'signed-in' ? hrefOf(screen) : undefined)
  return (
    <header class="bar" data-link={isUnknown ? 'online' : link.kind}>
      <p class="bar-service">
        <a class="bar-mark" href={hrefOf('today')} aria-label={words.home}>
          <Icon name="handover" />
        </a>
        <span class="bar-name">
          <b>{service}</b>
          <span class="hide-m">{format.shortDate(now.date)}</span>
        </span>
      </p>
      <p class="bar-clock">{format.time(now.time)}</p>
      {phase.kind === 'signed-in' ? (
        <button type="button" class="bar-scans" aria-label={words.lastScans} title={words.lastScans} onClick={onScans}>
          <Icon name="undo" />
        </button>
      ) : null}
      {isUnknown ? null : (
        <ul class="bar-facts">
          <li class="link">
            <span>
              {link.kind === 'problem' ? <Sign name="stop" /> : <Icon name={link.kind} />}
              {words[link.kind]}
            </span>
          </li>
          <li class="pending">
            <a href={hrefIn('operations')}>
              {pendingCount === 0 ? <span class="soft">{words.allSent}</span> : <span>{words.pending(pendingCount)}</span>}
              {pendingCount === 0 || waited < 1 ? null : (
                <span class="soft">
                  <span class="wide-only">{words.since}</span>
                  {format.duration(waited)}
                </span>
              )}
            </a>
          </li>
          <li class="break" aria-hidden="true" />
          <li class="cases">
            <a href={hrefIn('cases')}>
              <Icon name="case" />
              <span>{words.cases(openCaseCount)}</span>
            </a>
          </li>
          {phase.kind === 'signed-in' ? (
            <li class="last hide-s">
              <button type="button" aria-label={words.menuOf(phase.librarian.name)} onClick={onMenu}>
                <Icon name="person" />
                <span>{phase.librarian.name}</span>
              </button>
            </li>
          ) : null}
        </ul>
      )}
    </header>
  )
}

/** What is to be done where the endpoint refuses; over the screen, where it takes no room from the rail. */
export const LinkProblem = () => {
  const words = useWords(shellWords)
  const desk = useDesk()
  const { link, phase } = useSnapshot()
  // A tablet that is no more one of the library's says on its screen what became of what it held.
  if (link.kind !== 'problem' || phase.kind === 'enrolment-lost') return null
  const isTooOld = link.problem === 'protocol-too-old'
  return (
    <Say
      sign="stop"
      sentence={words.problemTitle}
      nextStep={isTooOld ? words.problemTooOld : link.problem === 'quarantine-full' ? words.problemFull : words.problemSay}
      actions={
        isTooOld ? (
          <Button onPress={() => location.reload()}>{words.phases.reload}</Button>
        ) : (
          <Button onPress={() => desk.tryNow()}>{words.retryNow}</Button>
        )
      }
    />
  )
}
