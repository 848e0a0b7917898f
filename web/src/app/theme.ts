import { createTheme, type MantineColorsTuple } from '@mantine/core';

// From text to page: the greys of the dark theme lean to blue as those of the light one do.
const dark: MantineColorsTuple = ['#dfe3ea', '#c3c9d3', '#a4adbb', '#98a1b0', '#3a404c', '#2b303a', '#22262e', '#1c1f26', '#17191f', '#14161b'];

const accent: MantineColorsTuple = ['#eef2ff', '#dbe4ff', '#bac8ff', '#91a7ff', '#748ffc', '#5c7cfa', '#4c6ef5', '#4263eb', '#3b5bdb', '#364fc7'];

const list = { defaultProps: { withScrollArea: false } };

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 8,
  colors: { accent, dark },
  defaultRadius: 8,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, monospace',
  headings: { fontWeight: '600' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  respectReducedMotion: true,
  // The list itself scrolls: it is what the keyboard moves in.
  components: { Select: list, MultiSelect: list, TagsInput: list },
});
