import type { GlobalThemeOverrides } from 'naive-ui'

import { colour, face, radius } from '@/ui/tokens'

/** The component library in our colours. */
export const theme: GlobalThemeOverrides = {
  common: {
    fontFamily: face.text,
    fontFamilyMono: face.code,
    fontWeightStrong: '600',
    borderRadius: radius.m,
    borderRadiusSmall: radius.s,
    bodyColor: colour.ground,
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
