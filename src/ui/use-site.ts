/**
 * Which pickup point this tablet shows: the library's first one, or the one chosen here where there are several. Runs in the browser.
 */
import { signal } from '@preact/signals'
import type { Site } from '../domain/settings/settings.ts'
import { useSettings } from './use-desk.ts'

export const chosenSite = signal<string | undefined>(undefined)

export const useSite = (): Site | undefined => {
  const sites = useSettings()?.sites ?? []
  return sites.find((site) => site.id === chosenSite.value) ?? sites[0]
}
