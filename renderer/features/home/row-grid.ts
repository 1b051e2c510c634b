/** One line from 56rem of board, else two. The columns are the same in all rows. */
export const GRID =
  'group relative grid items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-surface-2 focus-within:bg-surface-2 ' +
  'grid-cols-[8.5rem_minmax(0,1fr)_auto] @min-[56rem]:grid-cols-[8.5rem_minmax(0,1fr)_minmax(9rem,0.5fr)_5rem_5.5rem_5rem_5.75rem] ' +
  '@min-[80rem]:grid-cols-[8.5rem_minmax(0,1fr)_minmax(9rem,0.5fr)_5rem_5.5rem_10rem_5.75rem]'
/** The second line of a narrow row: its figures side by side. */
export const FIGURES =
  'col-span-3 col-start-1 row-start-2 flex flex-wrap items-center gap-x-4 gap-y-1 @min-[56rem]:contents'
