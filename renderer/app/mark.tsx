/** One baton, two hands: the first lets go where the second holds. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 1024 1024" className={className}>
      <rect x="40" y="40" width="944" height="944" rx="216" className="fill-[oklch(0.5_0.19_277)]" />
      <g transform="rotate(-38 512 512)" stroke="#fff" strokeLinecap="round" strokeWidth="116">
        <path d="M192 586H560" strokeOpacity=".55" />
        <path d="M464 438H832" />
      </g>
    </svg>
  )
}
