/** Every colour, size and face of the console. Theme and style sheets take them from here; nobody writes a hex code. */

const light = {
  ink: '#1c2430',
  inkSoft: '#515c69',
  inkFaint: '#5f6a77',
  paper: '#ffffff',
  ground: '#f5f7f6',
  sunken: '#ecefed',
  line: '#dfe4e1',
  brand: '#0f766e',
  brandBright: '#0d9488',
  brandDeep: '#115e59',
  brandWash: '#e6f4f1',
  // What a clock says: time enough, soon, late, standing still, done.
  calm: '#15803d',
  soon: '#b45309',
  soonWash: '#fdf3e1',
  late: '#b91c1c',
  lateWash: '#fdecec',
  still: '#5b6a80',
  info: '#1d4ed8',
  infoWash: '#e8eefc',
} as const

export type Palette = Record<keyof typeof light, string>

const dark: Palette = {
  ink: '#e4e8ec',
  inkSoft: '#a9b3be',
  inkFaint: '#8a95a1',
  paper: '#171b20',
  ground: '#0f1216',
  sunken: '#232930',
  line: '#2b323a',
  brand: '#2bb5a3',
  brandBright: '#3fc9b7',
  brandDeep: '#6bdccd',
  brandWash: '#12312d',
  calm: '#4ade80',
  soon: '#f5b54a',
  soonWash: '#33270f',
  late: '#f87171',
  lateWash: '#3b191b',
  still: '#94a3b8',
  info: '#7ea6ff',
  infoWash: '#17233d',
}

export const palettes = { light, dark } as const
export type Appearance = keyof typeof palettes

export const space = { hair: '2px', xs: '4px', s: '8px', m: '12px', l: '16px', xl: '24px', xxl: '40px' } as const

export const radius = { s: '4px', m: '8px', l: '12px' } as const

export const shadow = {
  raised: '0 1px 2px rgb(28 36 48 / 6%), 0 2px 8px rgb(28 36 48 / 5%)',
  floating: '0 8px 28px rgb(28 36 48 / 16%)',
} as const

export const face = {
  text: [
    'Inter', '-apple-system', 'BlinkMacSystemFont', '"Segoe UI"', 'Roboto', '"PingFang SC"', '"Hiragino Sans GB"',
    '"Microsoft YaHei"', '"Noto Sans CJK SC"', '"Noto Sans SC"', 'sans-serif',
  ].join(', '),
  code: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
} as const

/** Below this width there is one column. */
export const narrow = 720

/** Makes `light.brandWash` readable in style sheets as `var(--colour-brand-wash)`, and so on. */
export function publishTokens(root: HTMLElement, appearance: Appearance): void {
  const colour = palettes[appearance]
  root.dataset['appearance'] = appearance
  root.style.colorScheme = appearance
  for (const [group, tokens] of Object.entries({ colour, space, radius, shadow, face })) {
    for (const [name, value] of Object.entries(tokens)) {
      const dashed = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      root.style.setProperty(`--${group}-${dashed}`, value)
    }
  }
}
