/**
 * Where one can go: a rail on a wide screen, tabs under the thumb on a narrow one, the rest behind « Plus »; and the page of the guide that
 * is about this screen. Runs in the browser.
 */
import { shellWords } from '../../locale/en/shell.ts'
import { Icon } from '../components/icon.tsx'
import { guidePage } from '../guide-page.ts'
import { hrefOf, paths, screens } from '../routes.ts'
import { useSnapshot, useWords } from '../use-desk.ts'

export const Nav = ({ location, onMore }: { readonly location: string; readonly onMore: () => void }) => {
  const words = useWords(shellWords)
  const { openCaseCount } = useSnapshot()
  const isBehindMore = screens.some(({ name, place }) => place === 'more' && location.startsWith(paths[name]))
  return (
    <nav class="nav" aria-label={words.screens}>
      <ul>
        {screens.map(({ name, icon, place }) => (
          <>
            {name === 'operations' ? <li class="gap wide" aria-hidden="true" /> : null}
            <li key={name} class={place === 'more' ? 'wide' : undefined}>
              <a href={hrefOf(name)} aria-current={location.startsWith(paths[name]) ? 'page' : undefined}>
                <Icon name={icon} />
                {words.nav[name]}
                {name === 'cases' && openCaseCount > 0 ? <b class="count">{openCaseCount}</b> : null}
              </a>
            </li>
          </>
        ))}
        <li class="wide">
          {/* In a tab of its own: what was being done here stays as it is. */}
          <a href={guidePage(location)} target="_blank" rel="noopener" hreflang="fr">
            <Icon name="help" />
            {words.nav.guide}
          </a>
        </li>
        <li class="narrow">
          <button type="button" aria-current={isBehindMore ? 'true' : undefined} onClick={onMore}>
            <Icon name="more" />
            {words.nav.more}
          </button>
        </li>
      </ul>
    </nav>
  )
}
