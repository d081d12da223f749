import 'vue'

// Components pass plain attributes on to their element, elements carry data of their own. Strict templates know
// only class and style by themselves.
declare module 'vue' {
  interface AllowedComponentProps {
    [aria: `aria-${string}`]: unknown
    [data: `data-${string}`]: unknown
    role?: string
    title?: string
  }

  interface HTMLAttributes {
    [data: `data-${string}`]: unknown
  }
}
