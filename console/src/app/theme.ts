import type { GlobalThemeOverrides } from 'naive-ui'

import { face, palettes, radius, type Appearance } from '@/ui/tokens'

/** The component library in our colours. */
export function themeOf(appearance: Appearance): GlobalThemeOverrides {
  const colour = palettes[appearance]
  return {
    common: {
      fontFamily: face.text,
      fontFamilyMono: face.code,
      fontWeightStrong: '600',
      borderRadius: radius.m,
      borderRadiusSmall: radius.s,
      bodyColor: colour.ground,
      cardColor: colour.paper,
      modalColor: colour.paper,
      popoverColor: colour.paper,
      tableColor: colour.paper,
      ...(appearance === 'light' ? { inputColor: colour.paper } : {}),
      textColor1: colour.ink,
      textColor2: colour.ink,
      textColor3: colour.inkSoft,
      borderColor: colour.line,
      dividerColor: colour.line,
      primaryColor: colour.brand,
      primaryColorHover: colour.brandBright,
      primaryColorPressed: colour.brandDeep,
      primaryColorSuppl: colour.brandBright,
      infoColor: colour.info,
      successColor: colour.calm,
      warningColor: colour.soon,
      errorColor: colour.late,
    },
  }
}
