const paths = {
  pause: 'M6 4v8M10 4v8',
  play: 'M5.5 3.8v8.4l6.5-4.2z',
  settings: 'M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M11.5 4.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0zM7.5 11.5a1.5 1.5 0 1 1-3 0 1.5 1.5 0 0 1 3 0z',
  down: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  right: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  check: 'm3.5 8.5 3 3 6-7',
  close: 'm4.5 4.5 7 7M11.5 4.5l-7 7',
  warn: 'M8 2.8 14 13H2zM8 6.7v3M8 11.3v.1',
  info: 'M13.7 8A5.7 5.7 0 1 1 2.3 8a5.7 5.7 0 0 1 11.4 0zM8 7.5v3.3M8 5.2v.1',
  block: 'M13.7 8A5.7 5.7 0 1 1 2.3 8a5.7 5.7 0 0 1 11.4 0zM4.2 4.2l7.6 7.6',
  clock: 'M13.7 8A5.7 5.7 0 1 1 2.3 8a5.7 5.7 0 0 1 11.4 0zM8 4.8V8l2.2 1.6',
  window: 'M3.7 3.2h8.6a1.5 1.5 0 0 1 1.5 1.5v6.6a1.5 1.5 0 0 1-1.5 1.5H3.7a1.5 1.5 0 0 1-1.5-1.5V4.7a1.5 1.5 0 0 1 1.5-1.5zM2.2 6h11.6',
  rule: 'M4.5 2.5h7A1.5 1.5 0 0 1 13 4v8a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12V4a1.5 1.5 0 0 1 1.5-1.5zM5.5 5.8h5M5.5 8.2h5M5.5 10.6h3',
  learned: 'm3.2 12.8.6-2.8 6.8-6.8 2.2 2.2L6 12.2zM9.5 13.2h3.7',
  undo: 'M5.5 4 3 6.5 5.5 9M3 6.5h6a3.5 3.5 0 0 1 0 7H6.5',
  copy: 'M6.8 5.5h4.9A1.3 1.3 0 0 1 13 6.8v4.9a1.3 1.3 0 0 1-1.3 1.3H6.8a1.3 1.3 0 0 1-1.3-1.3V6.8a1.3 1.3 0 0 1 1.3-1.3zM10.5 5.3V3.8a1.3 1.3 0 0 0-1.3-1.3H3.8a1.3 1.3 0 0 0-1.3 1.3v5.4a1.3 1.3 0 0 0 1.3 1.3h1.5',
  select: 'M5.5 3H4a1 1 0 0 0-1 1v1.5M10.5 3H12a1 1 0 0 1 1 1v1.5M5.5 13H4a1 1 0 0 1-1-1v-1.5M10.5 13H12a1 1 0 0 0 1-1v-1.5M5.5 8h5',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  ask: 'M13.7 8A5.7 5.7 0 1 1 2.3 8a5.7 5.7 0 0 1 11.4 0zM6.3 6.4a1.7 1.7 0 1 1 2.5 1.5c-.5.3-.8.6-.8 1.1M8 11v.1',
  send: 'm13.5 2.5-5 11-2-4.5-4.5-2zM6.5 9l3-3',
  search: 'M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0zM10.2 10.2l3.3 3.3',
  model: 'M8 2.5 9.4 6.6 13.5 8 9.4 9.4 8 13.5 6.6 9.4 2.5 8 6.6 6.6z',
  stop: 'M4.5 4.5h7v7h-7z',
  shield: 'M8 2.3 13 4v4c0 3-2.2 4.9-5 5.8C5.2 12.9 3 11 3 8V4z',
  folder: 'M2.2 4.5a1 1 0 0 1 1-1h3l1.4 1.6h5.2a1 1 0 0 1 1 1v5.4a1 1 0 0 1-1 1H3.2a1 1 0 0 1-1-1z',
} as const;

export type IconName = keyof typeof paths;

/** A line icon in the colour of the text beside it. Always decoration: the words beside it say the same. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  const classes = ['icon', small && 'icon-small', name === 'more' && 'icon-bold'].filter(Boolean).join(' ');
  return (
    <svg className={classes} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
