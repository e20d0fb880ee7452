/**
 * The whole app around its screens: bar, rail, phases, what was not kept of the last press, and the one live region. Runs in the browser.
 * The first screen travels with the frame; every other one is a chunk of its own, which the service worker has kept.
 */
import './styles/tokens.css'
import './styles/look.css'
import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import { Redirect, Route, Router, Switch, useLocation } from 'wouter-preact'
import { useHashLocation } from 'wouter-preact/use-hash-location'
import { shellWords } from '../locale/en/shell.ts'
import type { Desk } from '../tablet/desk.ts'
import { guidePage } from './guide-page.ts'
import { askedNumber } from './identify-number.ts'
import { later } from './later.tsx'
import { loneKeys } from './preferences.ts'
import { PrintRoot } from './printing/print.tsx'
import { rehearsal } from './rehearsal/rehearsal.ts'
import { paths, screens, segmentOf } from './routes.ts'
import { scanTrouble, tellTrouble } from './scan-trouble.ts'
import { Today } from './screens/today/today.tsx'
import { Bar, LinkProblem } from './shell/bar.tsx'
import { Nav } from './shell/nav.tsx'
import { WaitingPhase } from './shell/phases.tsx'
import { ScreenBoundary } from './shell/screen-boundary.tsx'
import { UnkeptPanel } from './shell/unkept-panel.tsx'
import { keepPressesSteady } from './steady-press.ts'
import { searchedTitle } from './title-search.ts'
import {
  announcement,
  DeskContext,
  forgetAnnouncement,
  forgetRefusal,
  type Now,
  thisYear,
  useSettings,
  useSnapshot,
  useWords,
} from './use-desk.ts'
import { useUnheardScans } from './use-scan.ts'
import { useShownName } from './use-shown-name.ts'
import { wearAccent } from './wear-accent.ts'

const Menu = later(() => import('./shell/menu.tsx').then((module) => module.Menu))
const LastScans = later(() => import('./shell/last-scans.tsx').then((module) => module.LastScans))
const Help = later(() => import('./shell/menu.tsx').then((module) => module.Help))
const Preparation = later(() => import('./screens/preparation/preparation.tsx').then((module) => module.Preparation))
const Handover = later(() => import('./screens/handover/handover.tsx').then((module) => module.Handover))
const OrderByPhone = later(() => import('./screens/call/call.tsx').then((module) => module.OrderByPhone))
const OrderSheet = later(() => import('./screens/order/order-sheet.tsx').then((module) => module.OrderSheet))
const Returns = later(() => import('./screens/returns/returns.tsx').then((module) => module.Returns))
const Cases = later(() => import('./screens/cases/cases.tsx').then((module) => module.Cases))
const Operations = later(() => import('./screens/operations/operations.tsx').then((module) => module.Operations))
const Closing = later(() => import('./screens/closing/closing.tsx').then((module) => module.Closing))
const Management = later(() => import('./screens/management/management.tsx').then((module) => module.Management))
const Enrolment = later(() => import('./screens/enrolment/enrolment.tsx').then((module) => module.Enrolment))
const Exercise = later(() => import('./screens/exercise/exercise.tsx').then((module) => module.Exercise))
const Accessibility = later(() => import('./screens/accessibility/accessibility.tsx').then((module) => module.Accessibility))
const UpdateNotice = later(() => import('./shell/update-notice.tsx').then((module) => module.UpdateNotice))
const WhichNumber = later(() => import('./shell/unclear-scan.tsx').then((module) => module.WhichNumber))
const ScanTroubleSay = later(() => import('./shell/unclear-scan.tsx').then((module) => module.ScanTroubleSay))
const SearchWindow = later(() => import('./screens/search/search-window.tsx').then((module) => module.SearchWindow))
const SignIn = later(() => import('./screens/sign-in/sign-in.tsx').then((module) => module.SignIn))

/** Minutes are what screens show: the clock is read again at this pace. Milliseconds. */
const clockPaceMs = 5_000

/** The app on its desk, or on that of a rehearsal; `main.tsx` gives it the real one, tests a staged one. */
export const App = ({ desk }: { readonly desk: Desk }) => {
  const rehearsed = rehearsal.value
  // A key each: nothing typed on one desk may be on screen on the other.
  return <OnDesk key={rehearsed === undefined ? 'desk' : 'rehearsal'} desk={rehearsed?.desk ?? desk} />
}

const OnDesk = ({ desk }: { readonly desk: Desk }) => {
  const snapshot = useSignal(desk.snapshot)
  const readNow = (): Now => {
    const read = desk.now()
    thisYear.value = read.date.slice(0, 4)
    return read
  }
  const now = useSignal(readNow())
  useEffect(() => {
    snapshot.value = desk.snapshot
    const stop = desk.subscribe(() => {
      snapshot.value = desk.snapshot
      now.value = readNow()
    })
    const timer = setInterval(() => {
      now.value = readNow()
    }, clockPaceMs)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [desk, snapshot, now])
  const access = useMemo(() => ({ desk, snapshot, now }), [desk, snapshot, now])
  return (
    <DeskContext.Provider value={access}>
      <Router hook={useHashLocation}>
        <Frame />
      </Router>
      <PrintRoot />
    </DeskContext.Provider>
  )
}

/** A key alone is a person's: nothing was typed just before. Milliseconds; the longest stumble of a gun. */
const loneKeyMs = 600

const Frame = () => {
  const words = useWords(shellWords)
  const { phase } = useSnapshot()
  const { accentColour, firstRunStep } = useSettings() ?? {}
  const isIn = phase.kind === 'signed-in'
  // Before it opens, a library has questions, and no screens yet.
  const isOpen = isIn && firstRunStep === undefined
  const [location, go] = useLocation()
  const [window_, setWindow] = useState<'none' | 'menu' | 'help' | 'scans'>('none')
  useEffect(() => {
    let typedAt = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      // A code of a slow gun may hold such a sign.
      const isLone = !isTyping && loneKeys.value === 'on' && event.timeStamp - typedAt > loneKeyMs
      if (event.key.length === 1 && !isTyping) typedAt = event.timeStamp
      if (event.key === 'F1' || (event.key === '?' && isLone)) {
        event.preventDefault()
        // In a tab of its own: what was being done here stays as it is.
        open(guidePage(window.location.hash.slice(1)), '_blank', 'noopener')
      }
      if (event.key === '/' && isLone && isIn && document.querySelector('dialog[open]') === null) {
        event.preventDefault()
        searchedTitle.value ??= ''
      }
      const screen = event.altKey ? screens[Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0) - 1] : undefined
      if (screen !== undefined) {
        event.preventDefault()
        go(paths[screen.name])
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [go, isIn])
  // A screen opens at its sentence, wherever the one before was left, and with nothing that was said of the one before.
  useLayoutEffect(() => {
    scrollTo(0, 0)
    forgetAnnouncement()
    forgetRefusal()
    tellTrouble(undefined)
  }, [location, phase.kind])
  useEffect(keepPressesSteady, [])
  useUnheardScans(isOpen)
  const screen = isIn ? screens.find(({ name }) => location.startsWith(paths[name])) : undefined
  const serviceName = useShownName()
  const title = [...(screen === undefined ? [] : [words.nav[screen.name]]), serviceName].join(' · ')
  useEffect(() => {
    document.title = title
    void wearAccent(accentColour)
  }, [title, accentColour])
  return (
    <div class={isOpen ? 'app' : 'app bare'}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        {words.skip}
      </button>
      <Bar onMenu={() => setWindow('menu')} onScans={() => setWindow('scans')} />
      {isOpen ? <Nav location={location} onMore={() => setWindow('menu')} /> : null}
      <main class={isIn ? 'main' : 'main phase'} id="main" tabIndex={-1}>
        {rehearsal.value === undefined ? null : <rehearsal.value.Banner desk={rehearsal.value.desk} />}
        <LinkProblem />
        <Offer key={location} />
        <UnkeptPanel />
        <Trouble />
        <ScreenBoundary isScreen key={location}>
          {isOpen ? <Screens /> : isIn ? <Management /> : <BeforeTheDesk />}
        </ScreenBoundary>
      </main>
      <ScreenBoundary key={window_}>
        {window_ === 'menu' ? <Menu onClose={() => setWindow('none')} onHelp={() => setWindow('help')} /> : null}
        {window_ === 'scans' ? <LastScans onClose={() => setWindow('none')} /> : null}
        {window_ === 'help' ? <Help onClose={() => setWindow('none')} /> : null}
        {searchedTitle.value === undefined || !isIn ? null : <SearchWindow />}
        {askedNumber.value === undefined ? null : <WhichNumber />}
      </ScreenBoundary>
      <LiveRegion />
    </div>
  )
}

/** A newer build stands beside a screen that opens, and is never pushed into one that is open: nothing moves under a finger. */
const Offer = () => {
  const { update } = useSnapshot()
  const [wasOffered] = useState(update !== 'none')
  return !wasOffered || update === 'none' ? null : (
    <ScreenBoundary>
      <UpdateNotice />
    </ScreenBoundary>
  )
}

const Trouble = () => {
  const { kind } = scanTrouble.value
  return kind === undefined ? null : (
    <ScreenBoundary>
      <ScanTroubleSay kind={kind} />
    </ScreenBoundary>
  )
}

const BeforeTheDesk = () => {
  const { phase } = useSnapshot()
  const [location] = useLocation()
  if (location === paths.accessibility) return <Accessibility />
  switch (phase.kind) {
    case 'not-enrolled':
    case 'enrolment-lost':
      return <Enrolment code={segmentOf(location.startsWith(`${paths.enrol}/`) ? location.slice(paths.enrol.length + 1) : '')} />
    case 'signed-out':
      return <SignIn />
    case 'signed-in':
      return null
    case 'starting':
    case 'unusable':
    case 'downloading':
      return <WaitingPhase phase={phase} />
  }
}

const Screens = () => (
  <Switch>
    <Route path={paths.today}>
      <Today />
    </Route>
    <Route path={`${paths.preparation}/:view?`}>{(parameters) => <Preparation view={parameters.view} />}</Route>
    <Route path={`${paths.handover}/:order?`}>{({ order }) => <Handover order={order && segmentOf(order)} />}</Route>
    <Route path={paths.call}>
      <OrderByPhone />
    </Route>
    <Route path={`${paths.order}/:id`}>{({ id }) => <OrderSheet id={segmentOf(id)} />}</Route>
    <Route path={paths.returns}>
      <Returns />
    </Route>
    <Route path={`${paths.cases}/:id?`}>{({ id }) => <Cases id={id && segmentOf(id)} />}</Route>
    <Route path={paths.operations}>
      <Operations />
    </Route>
    <Route path={paths.closing}>
      <Closing />
    </Route>
    <Route path={`${paths.management}/:room?/:part?`}>
      {({ room, part }) => <Management room={room} part={part && segmentOf(part)} />}
    </Route>
    <Route path={paths.exercise}>
      <Exercise />
    </Route>
    <Route path={paths.accessibility}>
      <Accessibility />
    </Route>
    <Route>
      <Redirect to={paths.today} replace />
    </Route>
  </Switch>
)

/**
 * The app's only live region, for who listens instead of looking. It says each result once, politely; a second region would speak over the
 * first.
 */
export const LiveRegion = () => (
  <p class="sr" role="status" aria-live="polite">
    <span key={announcement.value.n}>{announcement.value.words}</span>
  </p>
)
