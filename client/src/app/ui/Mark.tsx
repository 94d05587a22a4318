/** The mark: a voice sheltered under an arch, as a musician writes "hold, softly". */
export function Mark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" data-mark="">
      <path
        d="M4.5 21.5a11.5 11.5 0 0 1 23 0"
        stroke="currentColor"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
      <path
        d="M10.6 21.5a5.4 5.4 0 0 1 10.8 0"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        opacity="0.5"
      />
      <circle cx="16" cy="22.2" r="2.3" fill="currentColor" />
    </svg>
  );
}
