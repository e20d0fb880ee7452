/**
 * The icons that the first screen does not draw: they come with the first screen that does (later.tsx). Runs in the browser.
 * On the grid and with the stroke of icon.tsx.
 */
export const laterIcons = {
  search: '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
  pause: '<path d="M8.5 5.5v13M15.5 5.5v13"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  minus: '<path d="M5 12h14"/>',
  scan: '<path d="M4 8V5h3.5M16.5 5H20v3M20 16v3h-3.5M7.5 19H4v-3M8 9v6M12 9v6M16 9v6"/>',
  print:
    '<path d="M7 9V4h10v5M7 17H5.5A1.5 1.5 0 0 1 4 15.5v-5A1.5 1.5 0 0 1 5.5 9h13a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H17M7 14h10v6.5H7z"/>',
  bay: '<rect x="4" y="4" width="16" height="16" rx="1.5"/><path d="M4 12h16M12 4v16"/>',
  place: '<path d="M12 21.5s7-6.4 7-11.8a7 7 0 0 0-14 0c0 5.4 7 11.8 7 11.8z"/><circle cx="12" cy="9.7" r="2.4"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.2V12l3.2 2"/>',
  card: '<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M7 14.5v-5M10 14.5v-5M12.5 14.5v-5M15 14.5v-5M17 14.5v-5" stroke-width="1.6"/>',
  book: '<path d="M5 5.2A2.2 2.2 0 0 1 7.2 3H19v18H7.2A2.2 2.2 0 0 1 5 18.8zM5 18.8a2.2 2.2 0 0 1 2.2-2.2H19"/>',
  comic: '<rect x="4" y="4" width="16" height="16" rx="1"/><path d="M4 11h16M11 4v7M14.5 11v9"/>',
  disc: '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="12" r="2.2"/>',
  film: '<rect x="3" y="5" width="18" height="14" rx="1.5"/><path d="M7.5 5v14M16.5 5v14M3 12h4.5M16.5 12H21"/>',
  check: '<path d="M5 12.5l4.6 4.6L19.2 7.2"/>',
  down: '<path d="M6 9.5l6 6 6-6"/>',
  right: '<path d="M9.5 6l6 6-6 6"/>',
  left: '<path d="M14.5 6l-6 6 6 6"/>',
  swap: '<path d="M4 8h13M13.5 4.5L17 8l-3.5 3.5M20 16H7M10.5 12.5L7 16l3.5 3.5"/>',
  again: '<path d="M5 12a7.5 7.5 0 1 1 2.4 5.5M5 19.5v-4.7h4.7"/>',
  pen: '<path d="M4 20l1-4.2L16.3 4.5l3.2 3.2L8.2 19z"/>',
  enter: '<path d="M20 6v6.5H5.5M9.5 8.5l-4 4 4 4"/>',
  tablet: '<rect x="5" y="3" width="14" height="18" rx="2"/><path d="M11 17.5h2"/>',
  server:
    '<rect x="4" y="4" width="16" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="16" height="6.5" rx="1.5"/><path d="M7.5 7.2h.1M7.5 16.8h.1"/>',
  wish: '<path d="M4 5h16v11h-9l-4.5 4v-4H4z"/><path d="M8 10.5h8"/>',
  key: '<circle cx="7.5" cy="12" r="4"/><path d="M11.5 12H21M18 12v3.5M14.8 12v2.5"/>',
  eye: '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
} as const
export type LaterIcons = typeof laterIcons
